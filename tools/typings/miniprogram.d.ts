// What WeChat's typings leave open: the plugin for speech.
declare function requirePlugin(name: 'WechatSI'): {
  textToSpeech(options: {
    lang: 'zh_CN';
    tts: boolean;
    content: string;
    success(answer: { filename: string }): void;
    fail(reason: unknown): void;
  }): void;
};
