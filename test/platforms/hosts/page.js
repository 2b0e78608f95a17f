/**
 * A page that makes each host and asks it; a test calls `runtime.ask` with page.evaluate and gets plain data back.
 */
const SCRIPT = "/hosts/asked.js";

/** How each host is made: resolves to what a request is posted to. */
const HOSTS = {
  worker: async (script = SCRIPT) => failing(new Worker(script, { type: "module" })),

  sharedWorker: async (script = SCRIPT) => {
    const worker = failing(new SharedWorker(script, { type: "module" }));
    return { ...worker, post: (...args) => worker.host.port.postMessage(...args) };
  },

  /** A module, unless `classic` names a bundle. */
  async serviceWorker(classic) {
    const type = classic === undefined ? "module" : "classic";
    const registration = await navigator.serviceWorker.register(classic ?? SCRIPT, { type });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    await new Promise((resolve, reject) => {
      const look = () => {
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") reject(new Error("the service worker could not be installed"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
    return { host: worker, post: (...args) => worker.postMessage(...args), failed: new Promise(() => undefined) };
  },

  /** The service worker of an extension, which the browser has made. */
  async background() {
    const [{ active }] = await navigator.serviceWorker.getRegistrations();
    return { host: active, post: (...args) => active.postMessage(...args), failed: new Promise(() => undefined) };
  },

  async sandboxedFrame() {
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-scripts");
    frame.src = "/hosts/frame.html";
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    const post = (message, transfer) => frame.contentWindow.postMessage(message, "*", transfer);
    return { host: frame, post, failed: new Promise(() => undefined) };
  },
};

globalThis.runtime = {
  /** Asks a host, made anew. */
  async ask(kind, request, script) {
    try {
      if (kind === "page") return await (await import(`${script ?? ""}/hosts/host.js`)).answerTo(request);
      const { post, failed } = await HOSTS[kind](script);
      const isModule = script === undefined && ["serviceWorker", "background"].includes(kind);
      const arrays = isModule && request.task === "train" ? await sampleArrays() : undefined;
      const { port1, port2 } = new MessageChannel();
      const answered = new Promise((resolve) => {
        port1.onmessage = ({ data }) => resolve(data);
      });
      post({ ...request, arrays }, [port2]);
      return await Promise.race([answered, failed]);
    } catch (error) {
      return { host: String(error) };
    }
  },
};

function failing(host) {
  const failed = new Promise((resolve) => {
    host.onerror = (event) => resolve({ host: event.message ?? "its script could not be loaded" });
  });
  return { host, post: (...args) => host.postMessage(...args), failed };
}

/** What the page reads for a host that may not. */
async function sampleArrays() {
  const { loadFashionMnist } = await import("/dist/browser/index.js");
  const { images, labels, imageShape } = (await loadFashionMnist({ data: "sample" })).train;
  return { images, labels, imageShape };
}
