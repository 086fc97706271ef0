"""First names common in Sweden: where names stand in a row with nothing between, one begins here.

A list of facts, not complete: a name that is missing is parted by the number of words alone.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    abdi abdullah adam adina agne agnes agneta ahmad ahmed aida aina albert albin aleksandar
    aleksandra alex alexander alexandra alf alfred ali alice alicia alina allan alma alva amalia
    amanda amel amelie amina amir ana anders andrea andreas andré anette angela angelica anita anja
    ann anna anna-britt anna-carin anna-greta anna-karin anna-lena anna-lisa anna-maria anna-stina
    annacarin annakarin annalena anne anne-charlotte anne-christine anne-li anne-lie anne-louise
    anne-marie anne-sofie annelie anneli annelill annemarie annette annica annicka annie annika
    annmarie ann-britt ann-catrin ann-charlotte ann-christin ann-christine ann-kristin ann-katrin
    ann-louise ann-mari ann-marie ann-margret ann-sofi ann-sofie anton antonia antonina arne aron
    artur arvid asta astrid august axel barbara barbro beatrice bella bengt bengt-arne bengt-göran
    bengt-olof bengt-åke benita benjamin benny berit bernt bert bertil bertil birger birgit
    birgitta bibbi bjarne björn bo bodil boel bosse brita britt britt-inger britt-louise britt-mari
    britt-marie britta bruno börje camilla carin carina carl carl-axel carl-erik carl-fredrik
    carl-gustav carl-henrik carl-johan carl-magnus carl-olof carola carolin carolina caroline
    cathrine catarina catharina catherine cecilia charlie charlotta charlotte chatarina christel
    christer christian christin christina christine christoffer christofer clara claes claes-göran
    claudia conny cornelia crister cristina curt dag dagmar dan dan-anders daniel daniela dara
    david denise dennis desirée diana dick ebba eddie edit edith edvard edvin elias elin elina
    elisabet elisabeth elise ella ellen elna elof elsa elsie elsy elvira emanuel emelie emil emilia
    emily emma emmy enar eric erica erik erika erland erling ernst essam ester eva eva-britt
    eva-lena eva-lotta eva-marie eva-maria evelina evert evy fadi fanny farah fatima felicia felix
    filip folke frank fred fredrik fredrika frida fritz gabriel gabriella gabrielle georg george
    gerd gerda gerhard gert gert-inge gertrud gisela glenn gottfrid greger greta gudrun gull-britt
    gunborg gun gun-britt gun-marie gunhild gunilla gunlög gunn gunnar gunnel gunvor gustaf gustav
    gustavo göran görel gösta göte hampus hanna hannah hannele hannes hans hans-erik hans-göran
    hans-jörgen hans-olof hans-ove hans-åke harald harriet harry hasse hassan hedda hedvig heidi
    helen helena helene helén heléne helga helge helle henric henrik henrika henning henny herbert
    hermann hilda hjördis holger hugo håkan ibrahim ida igor ilona ina inga inga-lill inga-lena
    inga-maj ing-marie ingalill inge ingegerd ingegärd ingela ingemar ingemo inger ingmar ingmarie
    ingrid ingvar ingvor irene iréne irina iris irma isa isabel isabella isabelle isak ismail ivan
    ivar iza jacob jakob jan jan-anders jan-erik jan-eric jan-olof jan-olov jan-ove jan-åke jana
    jane janne jari jasmin jasmine jean jeanette jelena jennie jenny jens jens-ole jenz jerker
    jesper jessica jim jimmy joachim joacim joakim joel johan johanna johannes john johnny jon jonas
    jonathan jonna jonny jonte josef josefin josefina josefine joseph josephine juan judith juha
    julia juliana julius jytte jörgen jöran kai kaisa kaj kajsa kalle karim karin karin karl
    karl-axel karl-erik karl-gustaf karl-gustav karl-johan karl-olof karl-åke karolin karolina kate
    katarina katharina kathrine katja katrin katrine kenneth kennet kent kerstin kicki kim
    kjell kjell-arne kjell-åke klara klas kristian kristin kristina kristine kristofer kristoffer
    krister kurt lage laila lars lars-erik lars-gunnar lars-göran lars-inge lars-olof lars-olov
    lars-ove lars-uno lars-åke lasse leena leif leila lena lena-maria lennart leo leon leonard lesley
    levi lili lilian lillemor lillian lina linda linn linnea linnéa linus lis lisa lisbet lisbeth
    lise liselott liselotte liselotte lissie liv liza loella lotta lotten lotti louise lovisa
    lucas lucia ludvig lukas lydia madeleine madelene magdalena maggie magnus mahmoud mahmood
    maiken maj maj-britt maj-lis maja majken malena malin malou malte mandus manuel marcus margareta
    margaretha margareth margarete margit margita margot margret mari maria mariana mariann
    marianne marica marie marie-anne marie-louise marika marina mario marion marit marita marith
    maritha markus marlene marta martha martin martina mary mathias mathilda matilda mats matteus
    mattias matts maud maria max maximilian may-britt mayken mehmet melissa melker mia micael micael
    michael michaela mikael mikaela milan milla mimmi minna mirjam moa moahmed mohamed mohammad
    mohammed mona mona-lisa monalisa monica monika morgan morten muhammad måns märit märta märtha
    mårten nadia nadja naima nanna natalia natalie natascha nathalie nicholas niclas nicole niklas
    nicklas nils nils-erik nils-olof nina nisse noel noor nora nour oddvar ola olav ole oliver olivia
    olle olof olov omar orvar oscar oskar osman ossian otto ove owe pamela patric patricia patrick
    patrik paul paula paulina pauline peder pehr pelle per per-anders per-arne per-erik per-eric
    per-inge per-ola per-olof per-olov per-ove per-owe per-åke pernilla peter petra petter petri pia
    pierre pontus pär pär-ola ragna ragnar ragnhild ralf rana rebecca rebecka regina reidar reine
    reinhold reza ricardo richard rickard rigmor rikard rita riitta robert robin roger roland rolf
    romina ronja ronnie ronny rose rose-marie rosemarie rosita rosmarie roy rudolf rune ruth rut
    ruben saad sabina sabrina safia saga said salem salvador sam samir samuel samuela sandra sanna
    sanne sara sarah sasa saskia sebastian selma serkan shadi sibylla sigbritt sigge signe sigrid
    sigurd sigvard simon simone simona siri siv sixten sofi sofia sofie solbritt solveig solvig sonia
    sonja sonny sophia sophie staffan stefan stefania stella sten sten-åke stewe stig stig-arne
    stig-björn stina sture styrbjörn sune susan susann susanna susanne suzanne svante svea sven
    sven-erik sven-gunnar sven-göran sven-olof sven-olov sven-åke svenerik sverker sylvia säde
    sören tage tanja tarja teresa teresia terese teodor terje thea theodor therese thérèse theres
    thom thomas thommy thor thorbjörn thord thore thorsten thure tilda tim timo tina tobias tom
    tomas tommy tone tony tor torbjörn tord tore torgny torkel torsten tove tuula tyra ulf ulla
    ulla-britt ulla-carin ulla-karin ulla-lena ulla-maj ulrica ulrik ulrika ulrike uno unni urban
    ursula valdemar valentin valter vanja vanessa vega veine vera verner veronica veronika vesna
    victor victoria viggo viktor viktoria vilhelm vilma vincent viola virpi vivan viveca viveka
    viveca vivi vivi-ann vivianne waldemar walter wanja weronica wilhelm william wiveka yasin yasmin
    ylva yngvar yngve yusuf yvette yvonne zahra zainab zandra zara zeljko zoran åke åsa åse ängla
    öjvind örjan östen
    """.split()
)
