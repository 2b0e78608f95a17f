/**
 * All that concerns orders and customers: the file that is fetched when one of it is first called (face.ts).
 */
export { readCatalogue } from "./catalogue/read-catalogue.js";
export { measureUplift } from "./measure-uplift.js";
export { readOrders } from "./orders/read-orders.js";
export { audience } from "./profiles/audience.js";
export { backtest } from "./profiles/backtest.js";
export { itemsToShow } from "./profiles/items-to-show.js";
export { customerProfiles } from "./profiles/profile-customers.js";
