/**
 * The numbers of the model for photos, fitted on held-out images: photos of the last training images, which it has not seen.
 */

/**
 * @param {typeof import("fashion-wasm")} api
 * @param {import("fashion-wasm").Model} model
 * @param {number} learnt training images that it has learnt from
 * @returns {Promise<import("fashion-wasm").PhotoCalibration>}
 */
export async function calibrate(api, model, learnt) {
  const { train } = await api.loadFashionMnist();
  return api.calibratePhotos(model, train.slice(learnt, train.length));
}
