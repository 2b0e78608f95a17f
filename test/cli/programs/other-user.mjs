// Loaded before the command line: a system without Fashion-MNIST, whose user has the home folder USER_HOME; where that is empty,
// the system does not know the user, as in a container with a number for a user.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";

const { stat } = fs;
const { HOME, USER_HOME } = process.env;
fs.stat = async (path, ...rest) => {
  if (String(path).startsWith("/usr/share/datasets")) throw Object.assign(new Error("gone"), { code: "ENOENT" });
  return stat(path, ...rest);
};
const unknown = () => {
  throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)");
};
os.userInfo = USER_HOME ? () => ({ homedir: USER_HOME }) : unknown;
os.homedir = HOME === undefined ? (USER_HOME ? () => USER_HOME : unknown) : () => HOME;
syncBuiltinESMExports();
