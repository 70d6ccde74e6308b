// Where somebody holds her offices.

/** The village of her first office in one. @param {any[]} offices @returns {number | null} */
function villageOf(offices) {
  const office = offices.find(({ level }) => level === 'village');
  return office ? office.organisation_id : null;
}

module.exports = { villageOf };
