import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Whether to skip a test for want of a browser. In CI one must be there: a test that did not run is no test that passed. */
export function skipWithoutBrowser(what: string): boolean {
  const skip = !existsSync(CHROMIUM) && process.env.CI === undefined;
  if (skip) process.stderr.write(`NOT TESTED: ${what}. No Chromium at ${CHROMIUM}; set CHROMIUM_PATH to one.\n`);
  return skip;
}

/** A browser that reaches nothing but this machine. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  return {
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
    },
  };
}
