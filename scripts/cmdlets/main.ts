import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cmdletsPage } from './page.ts';

/** `npm run docs:cmdlets` */
writeFileSync(join(import.meta.dirname, '../../docs/cmdlets.md'), cmdletsPage());
