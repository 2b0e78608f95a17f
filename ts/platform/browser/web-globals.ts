/**
 * What a browser has as globals; hosts that take its build may lack them. The twin for Node says why it is a file.
 */
import { noTextDecoder } from "./host.js";

class NoTextDecoder {
  constructor() {
    throw noTextDecoder();
  }
}

export const { TextEncoder, MessageChannel } = globalThis;

/** Errors: ENGINE_START_FAILED, where one is made and there is none. */
export const TextDecoder = globalThis.TextDecoder ?? NoTextDecoder;
