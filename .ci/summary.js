// Prints how many tests passed and failed, from the report that the test runner wrote; fails where none ran or any failed.
import { existsSync, readFileSync } from 'node:fs';

const path = process.argv[2] ?? '';
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
const passed = report.numPassedTests ?? 0;
// A file that cannot be loaded fails without a test of its own.
const brokenFiles = (report.testResults ?? []).filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
).length;
const failed = (report.numFailedTests ?? 0) + brokenFiles;

if (passed + failed === 0) process.stderr.write('no test ran\n');
if (passed === 0 || failed > 0 || report.success !== true) process.exitCode = 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
