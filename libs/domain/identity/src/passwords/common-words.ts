/**
 * The short passwords, names and words that top every published count of leaked passwords. A password of 15 characters
 * that is known from breaches is, far more often than not, some of these in a row with digits around them; so this list
 * stands for the millions of such rows, and `password-policy.ts` refuses whatever it wholly explains.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort passwd pass word welcome admin administrator root user guest login letme letmein changeme change default
  secret private access master manager system server computer internet network windows microsoft google facebook
  linkedin twitter youtube instagram apple samsung iphone android pokemon minecraft fortnite roblox nintendo xbox
  playstation starwars superman batman spiderman ironman avengers marvel naruto dragon dragonball monkey tiger lion
  eagle falcon wolf bear shark panther phoenix unicorn butterfly flower rose lily jasmine sunshine sunflower rainbow
  summer winter spring autumn january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday morning night shadow ghost ninja pirate hunter killer
  soldier warrior knight king queen prince princess angel devil heaven hell love lover loveyou iloveyou ilove loveme
  forever always baby babygirl babyboy honey sweet sweetheart sweety cutie beautiful pretty girl boy friend friends
  family mother father mommy daddy mama papa sister brother football soccer baseball basketball hockey tennis golf
  liverpool chelsea arsenal barcelona manchester realmadrid juventus lakers yankees cowboys steelers ferrari porsche
  mercedes toyota honda mustang corvette harley yamaha suzuki ducati london paris berlin newyork america england
  france germany canada mexico brazil india china russia australia texas florida california michael michelle jordan
  jessica jennifer ashley amanda daniel david robert william james john joseph thomas charles george andrew andrea
  anthony matthew joshua jonathan nicole nicolas patrick richard martin maria marie anna sarah laura lisa linda
  samantha stephanie elizabeth victoria charlie maggie buddy bailey ginger pepper cookie chocolate banana orange
  cherry apple strawberry cheese coffee whatever nothing something anything hello world hi hey test testing tester
  temp temporary demo sample example super cool awesome great best number one two three four five six seven eight
  nine zero good bad big little red blue green black white yellow purple pink silver gold golden diamond crystal
  star stars moon sun sky ocean beach music guitar piano metallica nirvana eminem slipknot jesus christ god lord
  bless church trustno trust me my your you the this that is it in a i and for of not no yes please enter open
  sesame lets go come here now new old first last name company business office work school student teacher college
  university soccer freedom liberty peace happy lucky magic merlin hunter ranger dolphin dolphins eagles tigers lions
  bulldog kitty kitten puppy doggy dog cat cats dogs horse horses fish bird chicken mickey mouse donald snoopy garfield
  scooby tweety barbie hannah hottie sexy fuck fucker fuckyou fuckoff asshole bitch shit money cash rich dollar million`
    .trim()
    .split(/\s+/),
);

/** Known from breaches in full, and too long or too odd for the words above. Squashed: lower case, letters and digits. */
export const knownPhrases: ReadonlySet<string> = new Set([
  'correcthorsebatterystaple',
  'thequickbrownfox',
  'thequickbrownfoxjumpsoverthelazydog',
  'tobeornottobethatisthequestion',
  'tobeornottobe',
  'maytheforcebewithyou',
  'allyourbasearebelongtous',
  'onceuponatime',
  'ihavethehighground',
  'supercalifragilisticexpialidocious',
  'loremipsumdolorsitamet',
  'somewhereovertherainbow',
  'rememberremember',
  'iamyourfather',
  'houstonwehaveaproblem',
  'thisismypassword',
  'thisisapassword',
  'nevergonnagiveyouup',
  'winteriscoming',
  'donttellanyone',
  'incorrectpassword',
  'yourpasswordisincorrect',
  'jesusismysavior',
  'godisgoodallthetime',
  'liverpoolfootballclub',
  'youllneverwalkalone',
  'manchesterunited',
  'teenagemutantninjaturtles',
  'abracadabraabracadabra',
  'rumpelstiltskin',
  'antidisestablishmentarianism',
]);
