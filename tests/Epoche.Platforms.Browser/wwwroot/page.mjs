// Runs the program in a page, shows what it prints, and posts it to the server that gave the page.
import { dotnet } from './_framework/dotnet.js';

const shown = document.getElementById('lines');
const lines = [];
console.log = line => {
  lines.push(line);
  shown.append(line + '\n');
};

try {
  const { runMain } = await dotnet.withApplicationArguments('facts').create();
  await runMain();
} catch (error) {
  lines.push(`failed: ${error}`);
}

await fetch('/lines', { method: 'POST', body: lines.join('\n') });
