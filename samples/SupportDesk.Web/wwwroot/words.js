// The desk's tools in a customer's words. One that isn't here is called by its name.

const tools = {
  calculate: ['Working it out', 'Work this out?'],
  cancel_pending_order: ['Cancelling the order', 'Cancel this order?'],
  exchange_delivered_order_items: ['Exchanging items', 'Exchange these items?'],
  get_order_details: ['Looking up the order', 'Look up this order?'],
  get_product_details: ['Looking up the product', 'Look up this product?'],
  get_user_details: ['Looking up your details', 'Look up your details?'],
  list_all_product_types: ['Looking at what we sell', 'Look at what we sell?'],
  modify_pending_order_address: ['Changing where the order goes', 'Send this order to another address?'],
  modify_pending_order_items: ['Changing the order’s items', 'Change the items of this order?'],
  modify_pending_order_payment: ['Changing how the order is paid', 'Pay this order in another way?'],
  modify_user_address: ['Changing your address', 'Change your address?'],
  return_delivered_order_items: ['Returning items', 'Return these items?'],
  transfer_to_human_agents: ['Handing you over to a colleague', 'Hand you over to a colleague?'],
};

const outcomes = {
  agent_failed: 'That went wrong',
  agent_cancelled: 'Stopped',
  agent_timed_out: 'That took too long',
  agent_died: 'That went wrong',
  lost: 'This answer isn’t kept any more. Please ask again',
};

export const plain = name => name.replaceAll('_', ' ');
export const doing = tool => tools[tool]?.[0] ?? plain(tool);
export const asking = tool => tools[tool]?.[1] ?? `May I ${plain(tool)}?`;

// Null for an answer that came as it should.
export const outcome = (status, problem) => {
  const word = outcomes[status];
  return word === undefined ? null : problem ? `${word}: ${problem}` : `${word}.`;
};
