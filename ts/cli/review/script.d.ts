/** The page's script, bundled by tsup.config.ts out of page/main.ts. */
declare module "#review-script" {
  const script: string;
  export default script;
}
