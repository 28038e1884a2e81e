import { describeEveryScreen } from './support/every-screen.ts';

describeEveryScreen({ language: 'ja', theme: 'dark' });
