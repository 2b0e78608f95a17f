/**
 * The folders of a process's control groups: its own and those of all groups around it, as far as they are mounted.
 *
 * /proc/self/cgroup says the group, /proc/self/mountinfo where hierarchies are mounted and from which group on. In a
 * container both are as its namespace shows them: a group above the namespace's own is `/..`, its name is not to be known.
 */

/** Where limits of computing time are written: `cpu.max` in version 2, `cpu.cfs_quota_us` in version 1. */
export interface GroupFolder {
  readonly version: 1 | 2;
  readonly path: string;
}

/** Where a hierarchy is mounted: `root` is the group that `point` shows. */
interface Mount {
  readonly version: 1 | 2;
  readonly root: string;
  readonly point: string;
}

/**
 * Returns the folders, from the inside out; of each hierarchy that can limit computing time, where both versions are mounted.
 *
 * @param cgroup the text of /proc/self/cgroup.
 * @param mountinfo the text of /proc/self/mountinfo.
 */
export function groupFolders(cgroup: string, mountinfo: string): GroupFolder[] {
  const groups = cgroup.split("\n").flatMap(parseGroup);
  const mounts = mountinfo.split("\n").flatMap(parseMount);
  return groups.flatMap(({ version, path }) =>
    mounts
      .filter((mount) => mount.version === version)
      .flatMap((mount) => chain(mount, path))
      .map((folder) => ({ version, path: folder })),
  );
}

/** `0::/user.slice` of version 2, `4:cpu,cpuacct:/docker/1a2b` of version 1; other hierarchies limit no computing time. */
function parseGroup(line: string): GroupFolder[] {
  const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
  if (controllers === undefined || path === undefined) return [];
  if (controllers === "") return [{ version: 2, path }];
  return controllers.split(",").includes("cpu") ? [{ version: 1, path }] : [];
}

/** `35 24 0:30 /docker/1a2b /sys/fs/cgroup/cpu ro,nosuid … - cgroup cgroup rw,cpu`: proc(5) names the fields. */
function parseMount(line: string): Mount[] {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root, point] = before.split(" ").map(unescaped);
  const [type, , options = ""] = after.split(" ");
  if (root === undefined || point === undefined) return [];
  if (type === "cgroup2") return [{ version: 2, root, point }];
  return type === "cgroup" && options.split(",").includes("cpu") ? [{ version: 1, root, point }] : [];
}

/** Blanks and backslashes in paths are written as `\040`. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** The folders from the group `path` up to the one that is mounted; none where the mount shows other groups. */
function chain({ root, point }: Mount, path: string): string[] {
  const [above, below] = [parts(root), parts(path)];
  while (above.length > 0 && above[0] === below[0]) {
    above.shift();
    below.shift();
  }
  // The mount begins above the namespace: around the process all the same, but the folders between have unknown names.
  if (above.length > 0) return above.every((part) => part === "..") ? [point] : [];
  if (below.includes("..")) return [];
  const base = point === "/" ? "" : point;
  return below.map((_, i) => `${base}/${below.slice(0, below.length - i).join("/")}`).concat(point);
}

function parts(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}
