/** What an address may be relative to, and what is said where that is nothing. Source files are looked at: Node has no page. */
import { expect, it } from "vitest";
import { urlOf } from "../../ts/platform/address.js";

it("is relative to a page or a worker's script", () => {
  expect(urlOf("init", "../a/", "https://host/deep/page.html").href).toBe("https://host/a/");
});

it.each([undefined, "blob:https://host/5a0c", "data:text/javascript,0"])("is relative to nothing at %s", (base) => {
  expect(() => urlOf("init", "/a/", base)).toThrow('init: "/a/" is not a URL → give one such as https://host/file');
});
