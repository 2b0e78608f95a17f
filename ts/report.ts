/**
 * The entry `fashion-wasm/report`: four pages of HTML, each one file that needs nothing else, as functions of data.
 *
 * It calls neither an engine nor a host, so it runs in Node and in browsers, and brings only itself: the types of
 * evaluation, history and data are imported as types. Writing the file, and encoding PNG, are the caller's.
 */
export type { Evaluation } from "./evaluation/evaluate-classifier.js";
export type {
  AudienceView,
  BacktestView,
  CalibrationBin,
  CampaignGroup,
  CampaignView,
  CustomersPageInput,
  CustomersPageOptions,
  FileView,
  LeftOutCounts,
  LiftView,
  MethodView,
  SegmentView,
  ShopView,
  TasteView,
} from "./report/customers/input.js";
export { customersHtml } from "./report/customers-html.js";
export { exploreHtml } from "./report/explore-html.js";
export type { EncodePng, ExploreInput, ReportInput } from "./report/input.js";
export type { PhotoCounts, PhotosInput, SheetPhoto } from "./report/photos/input.js";
export { photosHtml } from "./report/photos-html.js";
export { reportHtml } from "./report/report-html.js";
