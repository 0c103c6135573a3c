import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/contrast.css';
import './styles/print.css';
import App from './App.svelte';

/** Longest wait for the typeface; a desk with a slow disk still opens. */
const PATIENCE = 1500;

const typeface = Promise.all(
  ['400', '700'].map((weight) => document.fonts.load(`${weight} 16px "BIZ UDPGothic"`, '今')),
);
await Promise.race([typeface, new Promise((go) => setTimeout(go, PATIENCE))]);

const target = document.getElementById('app');
if (target) mount(App, { target });
