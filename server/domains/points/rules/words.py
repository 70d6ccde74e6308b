"""How states, transfers and evidence are said to a household."""

from models.vocabulary import ClaimState, TransferCode

STATE_WORDS: dict[ClaimState, str] = {
    ClaimState.SUBMITTED: "等确认",
    ClaimState.RETURNED: "已退回",
    ClaimState.REJECTED: "没有通过",
    ClaimState.CONFIRMED: "已确认，等公示",
    ClaimState.IN_NOTICE: "公示中",
    ClaimState.OBJECTED: "有人提出异议",
    ClaimState.EFFECTIVE: "已生效",
    ClaimState.REVOKED: "已撤销",
}
"""How a state is said to a household."""

TRANSFER_WORDS: dict[TransferCode, str] = {
    TransferCode.AWARD: "确认得分，等公示",
    TransferCode.NOTICE_ENDED: "公示期满，可以兑换",
    TransferCode.ARREARS_REPAID: "还上待抵的分",
    TransferCode.ORDER_HELD: "兑换下单，先留着",
    TransferCode.ORDER_RELEASED: "兑换取消，退回",
    TransferCode.ORDER_FULFILLED: "兑换领货",
    TransferCode.AWARD_REVOKED: "撤销得分",
    TransferCode.ARREARS_INCURRED: "撤销的分已用掉，记为待抵",
}
"""Why points moved."""

EVIDENCE_WORDS: dict[str, str] = {
    "photo": "照片",
    "visit": "入户查看",
    "checkin": "活动签到",
    "record": "登记记录",
    "cert": "证书文件",
    "witness": "两名见证人",
}
"""How a deed is shown."""
