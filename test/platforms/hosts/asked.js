/**
 * The script of each host but the page: a dedicated worker, a shared worker, a service worker, a frame. A request comes with
 * the port that its answer goes to.
 */
import { answerTo } from "./host.js";

function answer(event) {
  const answered = answerTo(event.data).then((outcome) => event.ports[0].postMessage(outcome));
  event.waitUntil?.(answered); // a service worker is ended when it has nothing to wait for
}

addEventListener("message", answer);
addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = answer;
});
