/**
 * Compiled as the program is, it asks Deno what such an executable may do; anything unexpected is
 * exit status 1.
 */
const EXPECTED: Readonly<Record<string, Deno.PermissionState>> = {
  read: "granted",
  write: "granted",
  env: "granted",
  net: "denied",
  run: "denied",
  ffi: "denied",
  sys: "denied",
};

for (const [name, expected] of Object.entries(EXPECTED)) {
  const { state } = await Deno.permissions.query({ name } as Deno.PermissionDescriptor);
  console.log(`${name}: ${state}`);
  if (state !== expected) {
    console.error(`${name} should be ${expected}`);
    Deno.exitCode = 1;
  }
}
