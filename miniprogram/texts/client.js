// What a person hears when a request did not end well.
module.exports = {
  lineDownTitle: '网络不好',
  lineDown: '没连上网。请走到信号好的地方，再点“再试一次”。',
  unreadableTitle: '服务暂时没有回应',
  unreadable: '请过一会儿再试一次。',
  noReaderTitle: '这部手机打不开',
  noReader: '请点“复制链接”，发给打印店或者有电脑的人打开。',
};
