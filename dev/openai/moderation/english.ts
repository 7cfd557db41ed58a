/**
 * What English texts are flagged for. Phrases rather than words wherever the word alone is harmless: people kill processes,
 * shoot photos and bomb exams. Read lower-cased and normalised. Data.
 */
import type { Rules } from './categories.ts';

const YOU = '(?:you|u|ya|him|her|them|your (?:mom|mother|family|kids?|parents|wife|husband))';
const PEOPLE =
  '(?:jews?|muslims?|christians?|blacks?|black people|whites?|white people|asians?|koreans?|chinese|japanese|mexicans?|immigrants?|refugees|gays?|gay people|lesbians?|trans(?: people)?|women|disabled people)';
const DRUG = '(?:meth|methamphetamine|crystal meth|cocaine|heroin|fentanyl|ecstasy|mdma|lsd)';
const BOMB =
  '(?:pipe bomb|nail bomb|dirty bomb|car bomb|bombs?|explosives?|ied|molotov(?: cocktail)?|grenades?|nerve agent|sarin|ricin)';
const MINOR =
  '(?:child(?:ren)?|kids?|minors?|underage (?:girls?|boys?)|little (?:girls?|boys?)|preteens?|(?:[1-9]|1[0-7]) ?(?:year|yr)s?[- ]olds?)';
const SEX = '(?:sex(?:ual)?|porn(?:ography)?|nudes?|naked|erotic(?:a)?)';

export const ENGLISH: Rules = {
  harassment: [
    /\b(?:fuck|screw) (?:you|u|off)\b(?! for)/,
    /\byou(?:'re| are|r)?,? (?:an? |such an? |a (?:fucking|stupid|complete|total) |fucking )?(?:idiot|moron|imbecile|retard|loser|scum|pig|cunt|bitch|whore|slut|asshole|dickhead|dumbass|bastard|worthless|pathetic|piece of (?:shit|crap|trash|garbage)|waste of (?:space|oxygen|air))\b/,
    /\b(?:stupid|dumb|fat|ugly|fucking|filthy) (?:bitch|cunt|whore|slut|pig|moron|retard|asshole|cow)\b/,
    /\b(?:nobody|no one|everyone) (?:likes|loves|wants|hates) you\b(?! to)/,
    /\bthe world (?:would|will) be better (?:off )?without you\b/,
    /\b(?:go )?kill yourself\b|\bkys\b|\bgo die\b|\bdrop dead\b|\bdie in a fire\b/,
    /\bshut (?:the fuck|your (?:fucking|stupid)? ?(?:mouth|face))\b/,
    /\b(?:eat shit|suck my (?:dick|cock|balls)|motherfuckers?)\b/,
  ],
  'harassment/threatening': [
    new RegExp(
      `\\b(?:i|we|i'm|we're)(?:'ll| will| am| are| want| shall|'d)? ?(?:going to |gonna |to |would )?(?:kill|murder|stab|shoot|strangle|behead|slaughter|beat up|beat|hurt|rape|break) ${YOU}\\b(?! (?:some|an? (?:e-?mail|message|text|line|look|note)))`,
    ),
    /\bi(?:'ll| will| am going to|'m going to|'m gonna) (?:find|hunt) you (?:down )?and (?:kill|hurt|beat|stab|shoot|end)\b/,
    /\bi know where you live\b.{0,40}\b(?:kill|hurt|die|dead|regret|pay|watch your back)\b/,
    /\byou(?:'re| are) (?:a )?dead (?:man|meat)?\b(?! (?:right|on|set|serious|sure|tired|link))/,
    /\byou (?:will|'ll|are going to|'re going to|deserve to|should|must) (?:die|be (?:killed|shot|raped|hanged|beaten))\b/,
    /\bwatch your back or\b/,
  ],
  hate: [
    /\bnigg(?:er|a)s?\b/,
    /\b(?:kikes?|spics?|wetbacks?|gooks?|chinks?|ragheads?|sand ?niggers?|towelheads?|faggots?|trann(?:y|ies)|dykes? should)\b/,
    new RegExp(
      `\\b(?:all |those |these |fucking |filthy |dirty )?${PEOPLE} (?:are|r) (?:all )?(?:vermin|animals|rats|cockroaches|parasites|subhumans?|inferior|disgusting|filth|filthy|trash|scum|a disease|criminals|rapists|terrorists)\\b`,
    ),
    new RegExp(`\\bi (?:fucking )?(?:hate|despise) (?:all |those |these )?${PEOPLE}\\b`),
    new RegExp(`\\b(?:filthy|dirty|fucking|subhuman) ${PEOPLE}\\b`),
    /\bgo back to your (?:own )?(?:shithole )?country\b/,
    /\bheil hitler\b|\bsieg heil\b|\bwhite power\b|\bhitler was right\b|\bgas the jews\b/,
  ],
  'hate/threatening': [
    new RegExp(
      `\\b(?:kill|murder|exterminate|shoot|lynch|gas|hang|burn|eradicate|wipe out) (?:all |the |every |those |these )+${PEOPLE}\\b`,
    ),
    new RegExp(
      `\\b(?:all |the |those |these )?${PEOPLE} (?:should|must|deserve to|need to|have to) (?:all )?(?:die|be (?:killed|shot|exterminated|gassed|hanged|burned|eradicated|wiped out))\\b`,
    ),
  ],
  illicit: [
    new RegExp(
      `\\b(?:how (?:do i|can i|to|would i)|teach me (?:how )?to|steps to|instructions (?:for|to)|recipe (?:for|to)|guide to) (?:cook|make|making|synthesi[sz]e|synthesi[sz]ing|produce|smuggle|sell|buy|deal) (?:\\w+ ){0,2}${DRUG}\\b`,
    ),
    /\bhow (?:do i|can i|to) (?:shoplift|launder money|forge (?:a |an )?(?:passport|id|check|cheque|signature|banknotes?)|counterfeit (?:money|cash)|steal (?:a car|a credit card|credit cards?|someone's identity|identities)|hack (?:into )?(?:someone's|my (?:ex|neighbou?r|girlfriend|boyfriend|wife|husband|boss)(?:'s)?)|pick someone's pocket|rob a (?:bank|store|house)|break into (?:a|someone's|my neighbou?r's) (?:house|car|home))/,
    /\b(?:buy|sell|order) (?:stolen credit cards?|a fake (?:id|passport)|fake (?:ids?|passports?)|hacked accounts?)\b/,
    /\bphishing (?:page|site|mail|email) (?:that|to) (?:steals?|steal)\b/,
  ],
  'illicit/violent': [
    new RegExp(
      `\\b(?:build|make|making|assemble|construct|create|plant|detonate|set off) (?:an? |some |my own |your own |homemade |the )*${BOMB}\\b(?! (?:cake|cakes|at home for a bath|calorimeter))`,
    ),
    /\bhow (?:do i|can i|to) (?:kill|murder|poison|assassinate) (?:someone|somebody|a (?:person|man|woman|human)|people|my (?:wife|husband|boss|neighbou?r|ex|parents|teacher|roommate))\b/,
    /\b(?:hire|find|pay) a (?:hitman|hit man|contract killer)\b/,
    /\b(?:plan|carry out|commit|do) a (?:school|mass) shooting\b|\bshoot up (?:a|the|my) (?:school|church|mosque|synagogue|office|mall)\b/,
    /\b(?:3d[- ]print|build|make) an? (?:ghost gun|untraceable (?:gun|firearm|rifle))\b/,
  ],
  'self-harm': [
    /\b(?:cut|cutting|hurt|hurting|harm|harming|burn|burning|starve|starving) (?:myself|my (?:wrists?|own skin))\b(?! (?:shaving|some slack|a (?:slice|piece)|out))/,
    /\bself[- ](?:harm(?:ing)? (?:feels|makes|is the only)|mutilation feels)\b/,
    /\bslit(?:ting)? (?:my|your|her|his) wrists?\b/,
    /\b(?:pro[- ]ana|thinspo)\b/,
  ],
  'self-harm/intent': [
    /\b(?:i|i'm|im|gonna|to|will|want|wanna)(?:'ll| will| am| want| should| could| might| need)? ?(?:going to |gonna |to )?(?:kill|hang|shoot|drown) myself\b(?! (?:laughing|for (?:forgetting|saying|buying)|in the foot))/,
    /\bi (?:want|wish|need|plan|would like) to (?:die|be dead|end my life|end it all|commit suicide)\b(?! (?:of|from) (?:laughter|embarrassment|laughing))/,
    /\bi(?:'m| am) (?:suicidal|going to commit suicide|thinking (?:of|about) (?:suicide|killing myself|ending (?:it all|my life)))\b/,
    /\bi (?:wish i was|wish i were) (?:dead|never born)\b|\bi don'?t want to (?:live|be alive)(?: any ?more)?\b(?! (?:in|with|at|near|there|here))/,
    /\bno reason (?:for me )?to (?:live|go on living)\b|\btake my own life\b/,
  ],
  'self-harm/instructions': [
    /\bhow (?:do i|can i|to|should i) (?:kill|hang|poison|cut|hurt|harm) (?:myself|yourself|oneself)\b(?! (?:shaving|free))/,
    /\b(?:best|easiest|painless|quickest|most painless|fastest) (?:ways?|methods?) (?:to|of) (?:kill myself|commit(?:ting)? suicide|suicide|die|end my life)\b/,
    /\bhow (?:do i|can i|to) commit suicide\b|\bhow many (?:pills|sleeping pills|tablets|paracetamol) (?:do i need |does it take |would it take )?to (?:die|kill myself|overdose)\b/,
    /\bhow to (?:hide|conceal) (?:my )?(?:self[- ]harm|cuts|anorexia|purging)\b/,
  ],
  sexual: [
    /\b(?:blow ?jobs?|hand ?jobs?|cum ?shots?|gang ?bangs?|deepthroat|cunnilingus|fellatio|creampies?|dildos?|hentai|milfs?)\b/,
    /\b(?:watch|free|hardcore|lesbian|teen|amateur|download|send me|show me|make me|generate|draw|write) (?:some |a |an |your |free |hardcore |explicit )*(?:porn|porno|pornography|nudes?|naked pics|sex tapes?|smut|erotica)\b/,
    /\b(?:fuck|ride|lick|suck|stroke|eat) (?:me|my|his|her|your) (?:hard(?:er)?|pussy|dick|cock|cunt|clit|tits|ass)\b|\bfuck me (?:hard(?:er)?|now)\b/,
    /\b(?:my|his|her|your) (?:wet|hard|throbbing|dripping|tight) (?:pussy|dick|cock|cunt|ass)\b/,
    /\b(?:explicit|graphic|steamy|dirty) sex (?:scene|story|scenes|stories)\b|\bhave sex with (?:me|you)\b|\bi want to fuck (?:you|her|him)\b|\bsext(?:ing)? with me\b/,
  ],
  'sexual/minors': [
    new RegExp(
      `\\b${SEX} (?:\\w+ ){0,3}(?:of |with |about |involving |between )(?:\\w+ ){0,2}${MINOR}\\b(?! (?:education|about|at school))`,
    ),
    /\b(?:child|kiddie|underage|preteen) (?:porn(?:ography)?|sex|nudes?|erotica)\b(?! (?:abuse (?:prevention|survivor|hotline|law)|education|laws?|offenders?))/,
    new RegExp(`\\b${MINOR} (?:\\w+ ){0,2}(?:having sex|nude pics|porn)\\b`),
    /\b(?:lolicon|shotacon|jailbait)\b/,
  ],
  violence: [
    /\b(?:kill|murder|stab|behead|strangle|massacre|slaughter|execute) (?:him|her|them all|all of them|everyone|everybody|people|these people|those people|the hostages|innocent people|the children)\b(?! with kindness)/,
    /\b(?:shoot|bomb|burn) (?:him|her|them all|everyone|everybody|people|civilians|the hostages)\b(?! (?:an? |some ))/,
    /\b(?:beat|bash|smash)(?:ing|ed)? (?:him|her|them|someone|his head|her head|his skull|her skull)(?: in| to death| to a pulp| until)\b/,
    /\b(?:they|those people|she|he) (?:all )?deserves? to (?:die|be (?:killed|shot|tortured|beaten))\b/,
    /\btorture (?:him|her|them|people|prisoners) (?:to death|until|slowly|for fun)\b/,
  ],
  'violence/graphic': [
    /\b(?:guts|intestines|entrails|brains?) (?:spill(?:ed|ing)?|splatter(?:ed|ing)?|pour(?:ed|ing)?|hanging) (?:out|on|all|over|across|from|onto)\b/,
    /\b(?:severed|chopped[- ]off|hacked[- ]off|ripped[- ]off) (?:head|limbs?|arms?|legs?|fingers?|hands?)\b/,
    /\b(?:blood (?:gush|spurt|spray)(?:ed|ing|s)|disembowel(?:led|ed|ling|ing|s)?|decapitat(?:ed|ing|es?) (?:him|her|them|the (?:man|woman|corpse|body)|bodies|corpses)|mutilated (?:corpses?|bod(?:y|ies))|dismember(?:ed|ing|s)? (?:him|her|them|the|a|bod(?:y|ies)))\b/,
    /\bgore (?:video|videos|site|pics)\b/,
  ],
};

/** Idioms and terms of trades. */
export const HARMLESS_ENGLISH: readonly RegExp[] = [
  /\bkill(?:s|ed|ing)? (?:the |a |an |that |this |all |every |my |your |it with |two |time|zombie |child |orphan |stale |background )*(?:process(?:es)?|tasks?|jobs?|servers?|threads?|sessions?|containers?|pods?|workers?|apps?|port|switch|birds|time|bill|mood|vibe|buzz|weeds?|bugs?|lights?|engine|signal|-9)\b/g,
  /\bkill(?:s|ed|ing)? (?:them|him|her|you|people) with kindness\b/g,
  /\bkill(?:s|ed|ing)? (?:child(?:ren)?|parents?|zombies?) (?:process(?:es)?|threads?|nodes?)\b/g,
  /\bchinks? (?:in (?:the|his|her|my|your|their|our|its)|of light)\b/g,
  /\bspic and span\b|\bspick and span\b/g,
  /\b(?:bath|cherry|photo|seed|glitter|sugar|f-|fork|logic|zip|email|cluster of|bath-) ?bombs?\b/g,
  /\bdrop dead gorgeous\b|\bdrop-dead gorgeous\b|\bdead (?:tired|serious|set|sure|right)\b/g,
  /\b(?:i'?m |it'?s |you'?re |he'?s |she'?s )?killing it\b/g,
  /\b(?:don'?t|never|do not) (?:cut|hurt|harm|kill|starve) (?:yourself|myself|him|her|them|people)\b/g,
  /\b(?:gay|lesbian|black|white|asian|trans) (?:rights|pride|history|people have|bread|friday|coffee|tea)\b/g,
];
