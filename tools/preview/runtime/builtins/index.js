// Registers every built-in component that needs behaviour; view, text and block stay plain elements.
import { defineButtons } from './button.js';
import { defineFields } from './field.js';
import { defineForm } from './form.js';
import { defineMedia } from './media.js';
import { definePicker } from './picker.js';
import { defineScrollers } from './scrollers.js';
import { defineSmallThings } from './small.js';
import { defineToggles } from './toggle.js';

export function registerBuiltins() {
  defineButtons();
  defineFields();
  defineToggles();
  defineForm();
  definePicker();
  defineMedia();
  defineScrollers();
  defineSmallThings();
}
