// The shape each part of `wx` must have, taken from WeChat's own typings: names, options and answers.
type Wx = WechatMiniprogram.Wx;
type Options<Name extends keyof Wx> =
  Wx[Name] extends (options?: infer Given) => any ? NonNullable<Given> : never;
/** The preview may tell less than WeChat, but nothing else. */
type Less<Whole> = Whole extends (...details: any) => any
  ? (...details: any) => any
  : Whole extends object
    ? { [Name in keyof Whole]?: Less<Whole[Name]> }
    : Whole;
type Answer<Name extends keyof Wx> =
  Options<Name> extends { success?: (answer: infer Told) => any } ? Less<Told> : unknown;
type Work<Name extends keyof Wx> = (
  options: any,
  signal?: AbortSignal,
) => Answer<Name> | Promise<Answer<Name>> | void;

export interface WxPart {
  asynchronous?: { [Name in keyof Wx]?: Work<Name> };
  tasks?: { [Name in keyof Wx]?: Work<Name> };
  synchronous?: {
    [Name in keyof Wx]?: Wx[Name] extends (...details: any) => infer Told
      ? (...details: any) => Less<Told>
      : never;
  };
}
