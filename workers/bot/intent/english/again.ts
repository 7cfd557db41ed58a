import type { Rule } from '../rule.ts';

/** Another answer to what was asked last, by the same model or by another. */
export const ENGLISH_AGAIN: readonly Rule[] = [
  {
    intent: 'regenerate',
    form: 'name',
    phrases: [
      '(regenerate|re-generate|retry|re-try|redo|re-do|reroll|re-roll|try again|again|once again|once more|one more time|one more try)',
      '(another|a different|one more|a new|some other|different|new) {answer}',
      "(i don't like|i do not like|i didn't like|i'm not happy with|not happy with|not a fan of|don't like) (that|this|the|your|that last|the last) (answer|response|reply|one) [so] {redo}",
      "(i don't like|i do not like|i didn't like|i'm not happy with|not happy with|not a fan of|don't like) (that|this|the|your|that last|the last) (answer|response|reply|one) [so] {doIt} {anew}",
    ],
  },
  {
    intent: 'regenerate',
    form: 'command',
    phrases: [
      '{redo} {answered} [again|once more|one more time|from scratch|anew]',
      // What the person has written themselves is for the model: "rewrite my message".
      'rewrite {yours} [again|once more|one more time|from scratch|anew]',
      '(give|show|write|generate|get|send|tell|make|create|provide|offer|let me see|have|see|hear|try) [me|us] {other} {answer} [to that|to this|to my question|to my last question|to the same question|instead]',
    ],
  },
  {
    intent: 'regenerate',
    form: 'order',
    phrases: [
      '{doIt} {anew}',
      '(give it|have|take) (another|one more) (try|go|shot) [at it|at that|at this]',
    ],
  },
  {
    intent: 'regenerate',
    form: 'question',
    phrases: [
      '(can|could|may|might) (i|we) [please] (have|get|see|hear) {other} {answer}',
      "(i want|i'd like|i would like|i need|i'd love|we want|we need) {other} {answer}",
      '(got|do you have|have you got) {other} {answer}',
    ],
  },
  {
    intent: 'regenerate',
    form: 'gerund',
    phrases: [
      '(trying|answering|writing) [it|that|this] (again|once more|one more time)',
      '(regenerating|redoing|rewriting|retrying) [it|that|this|the|your] [last|previous] [answer|response|reply]',
      '(giving|showing) [me|us] {other} {answer}',
    ],
  },
  {
    intent: 'other_model',
    form: 'name',
    phrases: [
      '{otherModel} [instead|this time]',
      '<model> (instead|this time|please|pls|plz|for this one)',
      '(change|switch) [of] models',
    ],
  },
  {
    intent: 'other_model',
    form: 'command',
    phrases: [
      '(use|try|pick|choose|select|take|ask|switch to|change to|swap to|move to|go with|switch over to) {otherModel} {sometimes}',
      '{redoBy} {otherModel} {sometimes}',
      '(switch|change|swap) [the|your|my|out the|ai|the ai|your ai] (model|models|llm) [please|now|for this]',
      '(have|let) {otherModel} (answer|try|do it|have a go|reply|respond) [it|this|that] {sometimes}',
      '(use|try|pick|choose|select|take|ask|switch to|change to|swap to|move to|go with|switch over to|switch the model to|change the model to|switch model to|change model to|set the model to) [the] <model> [model] {sometimes}',
      '{redoBy} [the] <model> [model] {sometimes}',
      '(have|let) [the] <model> [model] (answer|try|do it|have a go|reply|respond) [it|this|that] {sometimes}',
    ],
  },
  {
    intent: 'other_model',
    form: 'question',
    phrases: [
      "(i want|i'd like|i would like|i need) {otherModel}",
      "(i want|i'd like|i would like|i need) (an|another|a different) answer (from|by|of) {otherModel}",
      "(i want|i'd like|i would like|i need|give me|show me) (an answer|another answer|the answer|a response|a reply) (from|by|of) [the] <model>",
    ],
  },
];
