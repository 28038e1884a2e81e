import { describeScreens } from './support/every-screen.ts';

await describeScreens('objects');
