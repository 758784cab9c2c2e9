import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Ends the extension hosts of the servers that this process has started, and of no other. */
export function endExtensionHosts(): void {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const processes = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }));
  const own = new Set([process.pid]);
  for (let size = 0; size < own.size;) {
    size = own.size;
    for (const { pid, parent } of processes) if (own.has(parent)) own.add(pid);
  }
  const hosts = processes.filter(({ pid, command }) => own.has(pid) && command.includes('--type=extensionHost'));
  assert.ok(hosts.length > 0, 'no extension host is running');
  for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
}
