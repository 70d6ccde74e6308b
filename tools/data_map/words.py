"""The words of the data map as people in the federation read them."""

from models.personal import Basis, Purpose
from models.retention import Kept

BASES = {
    Basis.CONSENT: "本人同意（个人信息保护法第13条第1款第1项、第14条）",
    Basis.SEPARATE_CONSENT: "本人单独同意（第25条、第29条）",
    Basis.GUARDIAN: "监护人单独同意（第28条至第31条）",
    Basis.DUTY: "履行法定职责或者法定义务（第13条第1款第3项）",
}
PURPOSES = {
    Purpose.SIGN_IN: "认出是谁的手机",
    Purpose.REGISTRY: "知道一户有哪些人",
    Purpose.PHONE: "凭手机号找到本人",
    Purpose.CONSENTS: "说得清谁同意过什么、什么时候收回的",
    Purpose.MINORS: "由监护人替孩子办，并且不让别人看到孩子",
    Purpose.CAMPAIGN: "参加活动：自评、报积分、报名、兑换",
    Purpose.EVIDENCE: "说明做了什么（照片）",
    Purpose.BOOKS: "积分有账可查",
    Purpose.PUBLICITY: "积分生效前公示（姓名打码）",
    Purpose.PUBLIC_NAME: "公示上写全名",
    Purpose.TELLING: "告诉住户她在等的事",
    Purpose.COMPLAINTS: "答复投诉建议",
    Purpose.CONTENT_CHECKS: "给别人看之前先检查文字和照片",
    Purpose.OFFICES: "说得清哪位干部办了什么",
    Purpose.SECURITY: "出了事查得清，同一件事不办两次",
    Purpose.OPERATION: "系统运行",
}
KEPT = {
    Kept.REFERENCE: "系统运行期间",
    Kept.WORKING: "随时被新的覆盖",
    Kept.ACCOUNT: "到本人注销为止",
    Kept.REGISTRY: "跟账本一起；注销时马上去掉姓名",
    Kept.BOOKS: "跟账本一起，至少五年；什么时候到头，由市妇联书面决定，整套一起销毁",
    Kept.CHECKS: "跟所检查的内容一起",
    Kept.AUDIT: "留痕：默认400天，最少190天",
    Kept.PHOTOS: "照片文件默认180天；编号和指纹跟账本一起",
    Kept.UPLOADS: "一天",
    Kept.DAILY_PHOTOS: "次日结束为止",
    Kept.DAILY_TRIES: "次日结束为止",
    Kept.SESSIONS: "登录失效后半年",
    Kept.LEFT_PHONES: "离开这一户后一年",
    Kept.JOIN_CODES: "没用过的入户码失效后半年",
    Kept.JOINING: "入户申请办完后半年；一直没人办的，从申请起半年",
    Kept.PROXY_REASONS: "代办原因两年",
    Kept.LETTERS: "答复后两年",
    Kept.CORRECTIONS: "办结后两年",
    Kept.MESSAGES: "看过或者当面说过后一年",
    Kept.TRACES: "一个月",
    Kept.OUTBOX: "办完后一个月",
    Kept.PRINTS: "文件一周",
    Kept.EXPORTS: "一个月；文件一天",
    Kept.DAILY_EXPORTS: "次日结束为止",
    Kept.ANSWERS: "35天",
    Kept.PUSHES: "两天",
}
