import { describeEveryScreen } from './support/every-screen.ts';

describeEveryScreen({ language: 'en', theme: 'light' });
