"""The words that people write at the top of a roster's columns, and in them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from models.vocabulary import HouseholdStatus, Relation, Zone

Word = TypeVar("Word", bound=StrEnum)


class Column(StrEnum):
    """A column of the form, in its order, by the name at its top."""

    NUMBER = "户号"
    GROUP = "小组"
    NAME = "姓名"
    RELATION = "与户主关系"
    PHONE = "手机号"
    ZONE = "类型"
    STATUS = "状态"
    BORN = "出生日期"
    REMARK = "备注"


class Words(Generic[Word]):
    """The words of a column: all that people write for each meaning, the first is ours."""

    def __init__(self, texts: Mapping[Word, str]) -> None:
        """Take the words of each meaning, with spaces between."""
        self.written = {word: text.split()[0] for word, text in texts.items()}
        self.meanings = {one: word for word, text in texts.items() for one in text.split()}


HEAD_TITLES = ("户主", "户主姓名")
"""At the top of the names when a roster lists heads alone."""
SYNONYMS = {
    Column.NUMBER: "户编号 家庭编号 家庭户号 户号码",
    Column.GROUP: "组 组别 村民小组 所在小组 村组 楼栋 小组/楼栋",
    Column.NAME: "名字 成员姓名 家庭成员 家庭成员姓名",
    Column.RELATION: "关系 与户主的关系 和户主关系 家庭关系 成员关系",
    Column.PHONE: "手机 手机号码 电话 电话号码 联系电话 联系方式 联系号码",
    Column.ZONE: "户类型 城乡 城乡类型 农村/城市",
    Column.STATUS: "居住状态 居住情况 户状态 常住情况",
    Column.BORN: "生日 出生年月日 出生日",
    Column.REMARK: "说明 附注",
}

RELATIONS = Words(
    {
        Relation.HEAD: "户主 本人 户主本人 本人户主",
        Relation.SPOUSE: "配偶 夫 妻 丈夫 妻子 爱人 老公 老婆 夫妻",
        Relation.CHILD: (
            "子女 子 女 儿子 女儿 长子 次子 三子 四子 长女 次女 三女 四女 二子 二女 独子 独女 "
            "独生子 独生女 大儿子 二儿子 小儿子 大女儿 二女儿 小女儿 养子 养女 继子 继女"
        ),
        Relation.PARENT: "父母 父 母 父亲 母亲 爸爸 妈妈 公公 婆婆 岳父 岳母 公婆 养父 养母",
        Relation.OTHER: (
            "其他 其它 儿媳 媳妇 女婿 孙子 孙女 孙子女 外孙 外孙子 外孙女 曾孙 曾孙女 孙媳 "
            "祖父 祖母 爷爷 奶奶 外公 外婆 外祖父 外祖母 兄弟 姐妹 兄弟姐妹 兄 弟 姐 妹 "
            "哥哥 弟弟 姐姐 妹妹 嫂子 弟媳 侄子 侄女 外甥 外甥女 叔叔 伯父 姑姑 舅舅 "
            "亲戚 其他亲属 非亲属 保姆"
        ),
    }
)
STATUSES = Words(
    {
        HouseholdStatus.RESIDENT: "常住 在家 居住 在住 常住户",
        HouseholdStatus.AWAY: "外出 外出务工 外出打工 务工 打工 在外 不在家 外出户",
        HouseholdStatus.EMPTY: "空挂 空挂户 空户",
    }
)
ZONES = Words(
    {
        Zone.RURAL: "农村 乡村 村 农户",
        Zone.URBAN: "城市 城镇 社区 城区",
    }
)
