/**
 * What users import, nothing else. Importing it has no side effect: no worker, no memory, no file is touched.
 */

export { type CsvLoggerOptions, csvLogger } from "./callbacks/csv-logger.js";
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from "./callbacks/early-stopping.js";
export { type LearningRateOfEpoch, learningRateScheduler } from "./callbacks/learning-rate-scheduler.js";
export type { MessageOptions } from "./callbacks/messages.js";
export { type ModelCheckpointOptions, modelCheckpoint } from "./callbacks/model-checkpoint.js";
export type { MonitorMode, MonitorOptions } from "./callbacks/monitor.js";
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from "./callbacks/reduce-lr-on-plateau.js";
export { type TensorBoardOptions, tensorBoard } from "./callbacks/tensor-board.js";
export { type TerminateOnNaNOptions, terminateOnNaN } from "./callbacks/terminate-on-nan.js";
export type { LoadWeightsOptions } from "./checkpoint/load-weights.js";
export type { Catalogue } from "./customers/catalogue/catalogue.js";
export type { ConfusionCounts } from "./customers/catalogue/confusion.js";
export type { CatalogueOptions } from "./customers/catalogue/read-catalogue.js";
export {
  audience,
  backtest,
  customerProfiles,
  itemsToShow,
  measureUplift,
  readCatalogue,
  readOrders,
} from "./customers/face.js";
export type { MeasureUpliftOptions } from "./customers/measure-uplift.js";
export type { CustomerOrders, Orders, OrdersSummary } from "./customers/orders/orders.js";
export type { Audience, AudienceCustomer, AudienceOptions, GarmentWish } from "./customers/profiles/audience.js";
export type { BacktestMethod, BacktestOptions, BacktestResult, LiftEstimate } from "./customers/profiles/backtest.js";
export type { AffinityInterval, CustomerProfile } from "./customers/profiles/customer-profile.js";
export type { ActivityModel, CustomerProfiles } from "./customers/profiles/customer-profiles.js";
export type { ItemsToShowOptions, ItemToShow } from "./customers/profiles/items-to-show.js";
export type { CustomerProfilesOptions } from "./customers/profiles/profile-customers.js";
export type { BadRow, ReadOrdersOptions } from "./customers/read-options.js";
export type { UpliftData } from "./customers/uplift-lists.js";
export type {
  ControlShareCheck,
  ScoreBalance,
  UpliftAtK,
  UpliftCurve,
  UpliftEstimate,
  UpliftGroup,
  UpliftInterval,
  UpliftMeasurement,
  UpliftPoint,
  UpliftRanking,
} from "./customers/uplift-measurement.js";
export type { ArraysOptions, DataSource, ImageShape } from "./data/arrays.js";
export type { CanvasImage } from "./data/canvas.js";
export type { CsvDatasetOptions } from "./data/csv.js";
export { type BatchesOptions, Dataset, type SplitOptions } from "./data/dataset.js";
export type { Example } from "./data/example.js";
export {
  type FashionMnist,
  type LoadFashionMnistOptions,
  loadFashionMnist,
} from "./data/fashion-mnist.js";
export { fashionMnistClassNames } from "./data/fashion-mnist-classes.js";
export { dataset } from "./data/from.js";
export type { IdxArray, ParseIdxOptions } from "./data/idx.js";
export type { IdxDatasetOptions } from "./data/idx-dataset.js";
export type { ImageFilesOptions, ImagesOptions } from "./data/image-files.js";
export type { FolderOptions } from "./data/image-folder.js";
export type { LabelInput } from "./data/labels.js";
export { parseIdx } from "./data/parse-idx.js";
export { encodePng, type PixelImage, pngEncoder, type SheetOptions, sheetPng } from "./data/png.js";
export type { PixelStatistics } from "./data/statistics.js";
export type { MapOptions, MappedImage } from "./data/transform.js";
export type { PerBuild } from "./engine/engine.js";
export type { EngineInfo, ModelDescription } from "./engine/protocol.js";
export { measureSimdPeak, type SimdPeakOptions } from "./engine/simd-peak.js";
export { ERROR_CODES, type ErrorCode } from "./error-codes.js";
export { FashionWasmError } from "./errors.js";
export {
  type Calibration,
  type CalibrationOptions,
  calibration,
  type ReliabilityBin,
} from "./evaluation/calibration.js";
export {
  type ClassificationReport,
  type ClassScores,
  classificationReport,
  type Scores,
} from "./evaluation/classification-report.js";
export { type ClassNumbers, confusionMatrix } from "./evaluation/confusion-matrix.js";
export {
  type Coverage,
  type CoverageOptions,
  coverageAtPrecision,
  coverageAtThreshold,
  type ThresholdCoverage,
  type ThresholdCoverageOptions,
} from "./evaluation/coverage.js";
export {
  type Classifier,
  type EvaluateClassifierOptions,
  type Evaluation,
  evaluateClassifier,
} from "./evaluation/evaluate-classifier.js";
export { type CalibrationJson, type EvaluationJson, evaluationJson } from "./evaluation/evaluation-json.js";
export { type Interval, type IntervalOptions, wilsonInterval } from "./evaluation/interval.js";
export type { MeasuredCoverage } from "./evaluation/measured-coverage.js";
export {
  classLogits,
  classProbabilities,
  type OutputActivation,
  type OutputOptions,
} from "./evaluation/probabilities.js";
export { formatClassificationReport, type ReportTextOptions } from "./evaluation/report-text.js";
export { type Shift, type ShiftAccuracy, shiftImages } from "./evaluation/shifts.js";
export { fitTemperature, type ScaledCalibration, scaleByTemperature } from "./evaluation/temperature.js";
export type { ScoredClass } from "./evaluation/top-k.js";
export { type RowOptions, topKAccuracy } from "./evaluation/top-k-accuracy.js";
export { type InitOptions, init } from "./init.js";
export type { Batch, Batches, BatchSource } from "./inputs/batches.js";
export type { LabelledArrays, TrainingData } from "./inputs/examples.js";
export type { ImageInput } from "./inputs/images.js";
export type { ValidationData } from "./inputs/labelled.js";
export type { NestedNumbers, PixelInput } from "./inputs/pixels.js";
export type { TargetInput } from "./inputs/targets.js";
export type { InputProfile } from "./inputs/tones.js";
export type { Activation } from "./layers/activation-option.js";
export {
  type BlockSpec,
  type BranchesOptions,
  branches,
  type LayerInput,
  type ResidualOptions,
  residual,
} from "./layers/blocks.js";
export type { Initializer } from "./layers/initializers.js";
export * from "./layers/layers.js";
export type { LayerOptions } from "./layers/shared-options.js";
export type { Padding } from "./layers/words.js";
export type { CustomLoss, LossShape } from "./losses/custom-loss.js";
export type { Loss } from "./losses/loss-option.js";
export {
  type BinaryFocalCrossentropyOptions,
  binaryCrossentropy,
  binaryFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
  type CrossentropyOptions,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  type HuberOptions,
  huber,
  LOSSES,
  type LossName,
  type MadeLoss,
  meanAbsoluteError,
  meanSquaredError,
  sparseCategoricalCrossentropy,
} from "./losses/losses.js";
export type { Metric } from "./metrics/metric-option.js";
export {
  type Average,
  accuracy,
  type BinaryAccuracyOptions,
  binaryAccuracy,
  type F1ScoreOptions,
  f1Score,
  type MadeMetric,
  METRICS,
  type MetricName,
  type MetricOptions,
  type MetricValue,
  type PrecisionOptions,
  precision,
  recall,
  type TopKCategoricalAccuracyOptions,
  topKCategoricalAccuracy,
} from "./metrics/metrics.js";
export { type AugmentedSheetOptions, augmentedSheet } from "./model/augmented-sheet.js";
export type { TestBatchOptions, TrainBatchOptions } from "./model/batch-trainer.js";
export {
  type FeatureMapView,
  featureExtractor,
  type InsideView,
  type KernelView,
  lookInside,
} from "./model/feature-extractor.js";
export { type FineTuneOptions, fineTune } from "./model/fine-tune.js";
export { loadModel } from "./model/load-model.js";
export type { Model, ModelLayer } from "./model/model.js";
export type { PredictOptions } from "./model/predict-batches.js";
export { type PretrainedOptions, pretrained } from "./model/pretrained.js";
export type { SaveOptions } from "./model/save.js";
export { type ComputeOptions, type SequentialOptions, sequential } from "./model/sequential.js";
export type { ModelConfig, SummaryOptions } from "./model/structure.js";
export type { NamedWeight } from "./model/weights.js";
export * from "./optimizers/optimizers.js";
export type { PhotoAnswer, PhotoClass, ReviewReason } from "./photo/answer.js";
export type { BatchPhotoClassifier as PhotoClassifier, ClassifyImagesOptions } from "./photo/batch-classifier.js";
export { type CalibratePhotosOptions, calibratePhotos, type PhotoLogits } from "./photo/calibrate-photos.js";
export type { PhotoCalibration } from "./photo/calibration.js";
export type { Drawable } from "./photo/drawn.js";
export { NO_GARMENT, type PhotoExamplesOptions, photoExamples } from "./photo/examples.js";
export { type GoogleProductCategory, googleProductCategory } from "./photo/google-product-category.js";
export type { ClassifyOptions } from "./photo/photo-classifier.js";
export { type PhotoDatasetOptions, photoDataset } from "./photo/photo-dataset.js";
export type { PhotoBox, PhotoSettings, PreparePhotoOptions } from "./photo/photo-options.js";
export type { PhotoSource } from "./photo/photo-source.js";
export { type PhotoClassifierOptions, photoClassifier, preparePhoto } from "./photo/photos.js";
export type { PhotoBackground, PhotoStep, PreparedPhoto } from "./photo/prepared.js";
export type { ByteSource } from "./platform/byte-source.js";
export type { Recipe, RecipeOptions } from "./recipes/recipe.js";
export { recipes } from "./recipes/recipes.js";
export * from "./schedules/schedules.js";
export type { Callback, TrainInfo } from "./training/callbacks.js";
export type { CompileOptions } from "./training/compile-options.js";
export type { EvaluateOptions } from "./training/evaluate.js";
export type { FitOptions } from "./training/fit-options.js";
export type { BatchLogs, EpochLogs, History, LogValue } from "./training/history.js";
export type { Verbose } from "./training/progress.js";
export type { WasmFileSource } from "./wasm/wasm-file-source.js";
