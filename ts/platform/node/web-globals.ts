/**
 * What Node has as globals as browsers do, taken from its modules: test runners with jsdom put a global object in their place
 * that lacks it.
 */
import { MessageChannel as NodeMessageChannel } from "node:worker_threads";

export { TextDecoder, TextEncoder } from "node:util";

// Its ports take more than those of pages, which is all that @types/node means to say by another type.
export const MessageChannel = NodeMessageChannel as unknown as typeof globalThis.MessageChannel;
