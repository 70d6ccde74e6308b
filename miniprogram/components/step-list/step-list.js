// What comes one after another: `steps` are { title, hint, state } with state done, now or next.
Component({ properties: { steps: { type: Array, value: [] } } });
