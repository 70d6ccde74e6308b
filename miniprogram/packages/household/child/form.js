// The form of a child: pure, so that it can be tested without a page.

const BLANK = { name: '', bornOn: '', relation: 'child', agrees: false };

/** @param {typeof BLANK} form */
const isComplete = ({ name, bornOn, relation, agrees }) => Boolean(name.trim() && bornOn && relation && agrees);

/** What stays on the phone until it is done: neither the birthday nor a yes. @param {typeof BLANK} form */
const draftOf = ({ name, relation }) => ({ name, relation });

module.exports = { BLANK, draftOf, isComplete };
