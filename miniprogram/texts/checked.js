// What is said of a free text whose check has not let it pass.
module.exports = {
  // 写的人自己看
  own: {
    pending: '正在检查，通过后别人才看得到。',
    for_people: '等人看一眼，通过后别人才看得到。',
    refused: '没有通过检查，别人看不到：里面有不能显示的话。请换个说法，急事找村（社区）妇联。',
  },
  // 申请人的名字，别人看
  somebody: '这位（名字还没通过检查）',
  // 别人看
  hidden: {
    pending: '正在检查，通过后才看得到。',
    for_people: '等人看一眼，通过后才看得到。',
    refused: '没有通过检查，不显示。',
  },
};
