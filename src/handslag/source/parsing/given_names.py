"""First names common in Sweden: where names stand in a row with nothing between, one begins here.

A list of facts, not complete: a name that is missing is parted by the number of words alone.
"""

from __future__ import annotations


class _Names(frozenset[str]):
    """Names in small letters; one of two parts, 'ann-mari', is known by its first."""

    def __contains__(self, name: object) -> bool:
        if frozenset.__contains__(self, name):
            return True
        first, hyphen, _ = str(name).partition("-")
        return bool(hyphen) and frozenset.__contains__(self, first)


GIVEN_NAMES = _Names(
    """
    abbas abdelkader abdi abdul abdullah abdulrahman ada adam adel adele adina adnan agda agnar agne
    agnes agneta ahlam ahmad ahmed aida aina ajsa akram alaa albert albin aldo aleksandar aleksandra
    alex alexander alexandra alexandre alexis alf alfhild alfons alfred algot ali alia alice alicia
    alina alireza alise allan allie alma almira alva alvar alvin amadeus amalia amalie amanda
    amandus amar amel amelie amie amina amir amira ammar amra ana anders andjela andrea andreas
    andres andré anette angela angelica angelika angelina anisa anita anja anki ann anna annacarin
    annakarin annalena annalisa annbritt anncatrin anncharlotte anne anneli annelie annelill
    annelise annelotte annemari annemarie annett annette anngerd annica annicka annie annifrid
    annika annmarie annsofi annsofie anny antje anton antonia antonina antonio anu arash arben
    ardita ari ariel arman armin arnar arne arnold aron arto artur arvid arvo aryan asger aslan
    asmaa assar asta astor astrid atle august aurora axel axelina ayan ayla ayse azad azra barbara
    barbro basil bassam bayan bea beatrice bella ben benedict benedikt benedikta bengt benita
    benjamin benno benny berit berith berna bernadette bernard berndt bernhard bernt berry bert
    berta berth bertha bertil betty bianca bibbi bilal bill billy birger birgit birgith birgitta
    birgitte birk bissan bjarne bjarni björg björn björne blanka bo bob bodil boel bonnie boris
    bosse brigitta brigitte brita britt britta brittany britten bror bruce bruno bärbel bärta börje
    caj cajsa calle cally camelia camilla cariina carin carina carita carl carla carlo carlos carmen
    carola carolin carolina caroline carsten cassandra catarina catharina catherina catherine
    cathrin cathrine catrin catrine cecil cecilia celia charles charlie charlott charlotta charlotte
    chatarina chris christa christel christer christian christiane christin christina christine
    christofer christoffer christoph christopher christos chrystelle cilla cissi claes claire clara
    clarence clas claudia claudio connie conny conrad cornelia crister cristina curt cynthia cyril
    dafina dag dagmar dalia damir dan dana daniel daniela danijela danuta dara darin dario dariusz
    dave david davor deborah dejan delal denise deniz dennis desiree desirée dezirée diana dick
    didrik dieter dijana dilan dimitri dino dirk disa ditte djamila dolores donald dorian doris
    dorota dorothea dragan driton dusan dzenita ebba eben ebrahim eddie eddy edgar edit edith edla
    edmond edna eduard edvard edvin edward eeva egon ehsan eija eila eilert einar eino eira eirik
    eivor ejlert ekaterina eleanor eleonor eleonora elfriede eli eliana elias elida eliisa elin
    elina eline elinor elis elisa elisabet elisabeth elisabetta elise eliza ella ellen ellie ellinor
    elly elma elmer elna elof elon elsa elsie elsy elvin elvira elvy elza emanuel emelie emil emilia
    emilie emily emma emmanuel emmelie emmy enar endre eneas engla enok enrico erhard eric erica
    erich erik erika erkki erland erling ernst ervin erwin esbjörn eskil esko essam estelle ester
    esther etel eugen eugenia eva evald evalena evelina eveline evert evy ewa ewert eyvind fabian
    fadi fahad faisal fanny farah farhad fariba farid farida fatemeh faten fatima fatma fatmir fatou
    felicia felix ferdinand ferid fernando filip filippa fiona firas flemming flora florence florian
    folke francesca francis franciska frank frans franz fred freddie freddy fredric fredrik fredrika
    frej freja frida fride fridolf fridolin frieda fritiof fritz frode fuad gabriel gabriela
    gabriella gabrielle gary gaston gazmend geir georg george georgios gerard gerd gerda gerhard
    germund gerry gert gerth gertrud gerty gesa ghassan ghita gil gill gillis gina gisela gittan
    gitte giulia gizella glenn gloria goran gordana gottfrid gottlieb greger gregor gregory gret
    greta grete gry gudmund gudrun gull-britt gull-maj gullan gulli gun gunborg gunbritt gunder
    gunhild gunilla gunlög gunn gunnar gunnel gunnhild gunni gunnita gunvor gurli gustaf gustav
    gustavo gusten gärd göran görel gösta göta göte göthe gülsen günter günther hadi hadil haidar
    hakan hakim hala hamid hampus hamza hana hanan hani hanna hannah hanne hannele hannes hannu hans
    harald harriet harry hartmut hasan haseeb hassan hasse hawa hedda hedvig heidi heikki helen
    helena helene helfrid helga helge helle helmer helmi helmut helny helén heléne henning henny
    henri henric henrietta henrik henrika henrike henry herbert herman hermann hermine hicham hilda
    hilding hilma hilmer hind hjalmar hjördis holger holmfrid horst hossein huda hugo hulda hussein
    håkan hélène ibrahim ida idar idun igor ilir ilkka ilmari ilona ilse imad iman imre ina inez
    ing-britt ing-marie inga ingalill ingbritt inge ingebjörg ingeborg ingegerd ingegärd ingela
    ingemar ingemo inger ingmar ingmarie ingrid ingvar ingvor inka irene irina iris irja irma irmeli
    iréne isa isabel isabella isabelle isac isak isidor ismail ismet iva ivan ivana ivar iwona iza
    izabela jaana jacob jacqueline jafar jakob jalal jamal james jamila jan jana jananders jane
    janet janeth janice janina janna janne jannica jannike jannis jari jarl jarmo jasenka jasmin
    jasmina jasmine jawad jean jeanette jeanne jeannette jelena jenni jennica jennie jenny jens jenz
    jeremias jerker jerry jesper jessica jessie jette jill jim jimmie jimmy jirina joachim joacim
    joakim joanna joar jocke joel joen johan johanna johannes john johnny johny jolanta jon jonas
    jonatan jonathan joni jonna jonny jonte jorge jorma jorunn josef josefin josefina josefine
    joseph josephine josette jouko jovan joyce jozef juan judith juha juhani jukka jules julia
    julian juliana julie julius jurgen jussi justina justus jutta jytte jöns jöran jörgen jörn kadir
    kai kaija kaisa kaj kajsa kalevi kalle kamal kamil kamilla kamran karam karen kari karim karima
    karin karina karl karla karola karolin karolina karoline karsten kasper kata katarina kate
    katharina kathrine kati katja katrin katrine kauko kazimierz keijo keith kennert kennerth kennet
    kenneth kenny kent kenth kersti kerstin kerttu ketty khaled khalid kia kicki kim kirsi kirsten
    kirsti kirstin kitty kjell kjerstin klara klas klaus klavs knut konny konrad kosta kristen
    krister kristian kristiina kristin kristina kristine kristofer kristoffer krystyna kuno kurt
    käthe kåre lage laila lajla lamin lars larserik lasse latifa laura laurentius lauri laurie lava
    layla lea leena leif leila lejla lena lenita lennart leo leon leonard leopold lesley levi leyla
    li lian liana liban lida lidia lila lili lilian liliane lilja lill lillan lillemor lilli lillian
    lilly lily lina linda line linn linnea linnéa linus lis lisa lisbet lisbeth lise liselott
    liselotte lisen lisette liss lissi lissie litta liv liz liza lizette lizzie lo loella lola lollo
    lone loredana lorens lorentz lorenz lotta lotten lotti lottie lotty louis louise lova lovisa
    luca lucas lucia lucy ludmila ludvig luigi luis lukas lulu lydia lykke lynn lys mac madelein
    madeleine madelene madelin mads magda magdalena maggan maggi maggie magnhild magnus mahdi
    mahmood mahmoud mai maia maida maidie maija maiju maiken maire maj maja majid majken majlis
    majne makan malena malene maliha malik malin malla malou malte mamdouh mandana mandus manfred
    manne mansour manuel manuela marcel marcela marcin marco marcus mardik marek maren margaret
    margareta margarete margareth margaretha margeurite margherita margit margita margitta margot
    margret marguerite mari maria mariam mariana mariann marianne maribel marica marie mariella
    marielle mariette marija marijana marika marilyn marin marina marino mario marion maris marisa
    marit marita marith maritha marius marja marjan marjatta marjo marjut marketta markku marko
    markus marla marlen marlene marlies marléne marta marte martha marthina marti martin martina
    martti marvin marwan mary maryam marzena masoud massimo mateusz mathea mathias mathilda mathilde
    matilda mats matteus matthew matthias matti mattias mattis matts maud mauri maurice mauritz max
    maxim maximilian may maya mayken mayvor medina mehdi mehmed mehmet meit melanie melissa melker
    melvin mensur mercedes merete meri merit merja merve meta mette mia micael micaela michael
    michaela michal michel michelle mick micke mie mietek mihai miia mika mikael mikaela mikke mikko
    mila milad milan milena milica miljana milla milos mimmi mimmie minea minette minna minoo mira
    miranda mirella miriam mirja mirjam mirjana mirko mirza misha miska mitra moa moahmed mohamad
    mohamed mohammad mohammed moira molly mona monalisa monica monika monique monir montasir morgan
    moritz morten moses mostafa mounir muhamed muhammad muna munir murat mustafa my myra märit märta
    märtha målfrid måns mårten nabil nada nadia nadine nadja naima nancy nanette nanna nanny
    napoleon narin nasim nasrin natalia natalie natanael natascha natasha nathalie nathan nea neda
    nedim nelly nemanja nermin nermina nettan nicholas nick nicke nicki nicklas niclas nico nicola
    nicolas nicole nicolina nidal nike nikita niklas nikola nikolai nikolaj nils nina ninni ninnie
    nino nisse nizar noah noel noemi nomi nona noomi noor nora norbert norea norma norman nour
    octavia oda odd oddvar odet odin ofelia oksana ola olaf olav ole oleg olga olin oliver olivera
    olivia olivier olle olli olof olov olve omar onni ophelia oriana orvar osama osborn oscar oskar
    oskari osman osmo ossi ossian oswald otilia otmar ottilia otto outi ove owe ozan paavo palle
    palmer pamela paolo parisa parvin pascal pasi patric patrice patricia patricio patrick patrik
    patrycja paul paula paulette paulina pauline paulo paulus pavel payam peder pehr pekka pelle
    peppe per perarne pernilla perola pertti peter petra petri petrus petter petteri peyman phil
    philip philippe pia pierre piotr pirjo pirkko pontus poul preben preeti przemyslaw pär påhl pål
    quentin rabia rachel rafael rafi ragna ragnar ragnhild ragnvald rahel raija raili raimo rainer
    raisa rakel ralf ralph ramadan ramin ramona ramzi rana randi rania raoul rasmus raul rauni ray
    raymond razmik rebecca rebecka reet regina regine reidar reijo reima rein reine reinhard
    reinhold reino rejane remy renata renate rené renée reza riad ricarda ricardo richard rick
    rickard ricky rigmor riitta rikard rikke rina rino risto rita ritva rizah roald robban robert
    robin rocco roderick rodney roger roland rolf roma romain roman romina ron ronald ronja ronney
    ronnie ronny ros-mari ros-marie rosa rosalie rosanna rose roselie rosemarie rosina rosita
    rosmari rosmarie rouzbeh roy roza ruben ruby rudi rudolf runa rune rut ruth ryan rüdiger saad
    saara sabina sabine sabri sabrina sadat sadie safet safia saga said saida saied salah saleh
    salem salim sally salomon salvador sam samer sami samir samira samuel samuela sanda sandor
    sandra sanja sanna sanne sanni sara sarah sari sarita sasa sascha saskia sassa satu sava savas
    sead sebastian seija selim selma senad serge sergio serkan seth severin sevim seyran shadi
    shahin sharon shirin shokri shukri sibel sibylla siegfried sigbrit sigbritt sigge sigmund signe
    sigrid sigrun sigurd sigvald sigvard siham silja silva silvia silvija simo simon simona simone
    sinikka siri sirkka sirpa sirvan sisko siv sivert siw sixten skender sladjana slavica slobodan
    snezana sofi sofia sofie soile sol-britt solbritt solfrid solgun solveig solvig sonia sonja
    sonny sophia sophie spencer srdjan srinivas staffan stanislav stanley stefan stefania steffen
    stein steinar stella stellan sten stewe stig stina stine sture styrbjörn stéphanie sumaya sune
    sunna sunniva sunny susan susana susann susanna susanne suvi suzana suzanne svante svea sven
    svend svenerik svenne svenolof sverker sverre svetlana sylve sylvester sylvi sylvia synnöve säde
    sölve sören tage tahir taina taisto talal tamara tami tania tanja tarek tariq tarja tatiana
    tatjana ted teddy teemu teija telma tena tengiz teo teodor teresa terese teresia terezia terhi
    terje tero teuvo thage thea thelma theo theodor theres therese theresia therése thina thom
    thomas thommy thor thorbjörn thord thore thorleif thorsten thorvald thure thérèse tia tiina
    tilda tilde tilly tim timea timmy timo timothy tina tindra tineke titti tjerk tobbe tobias todd
    toivo tom tomas tomasz tomislav tommy tone toni tonje tony toomas tor tora torbjörn torbjørn
    torborg tord tore torgny torhild torkel torolf torsten torun torvald tove trine tryggve tua
    tuija tull tulla tuomas ture tuula tuulikki tuva twana tyko tyra ubbe ulf ulla ulrica ulriche
    ulrik ulrika ulrike umar unni uno urban urpo ursula urszula urve uta ute uwe vahid vaike valborg
    valdemar valentin valentina valeria valerie valfrid valon valter vanessa vanja vappu varja vasil
    vasilios vega veikko veine velimir venera venla vera verner veronica veronika vesa vesna vibeke
    vicky victor victoria vida vidar vieno vigdis viggo viking viktor viktoria vilgot vilhelm vilja
    viljo vilma vincent vineta viola violeta violetta virginia virpi visar vito vittorio vivan
    vivann vivanne viveca viveka vivi vivianne vivien vladimir volker walborg waldemar walid walter
    wanda wanja weine wenche wendela wendy wenke werner weronica weronika wiggo wilfred wilhelm
    wilhelmina wille willem william willy wilma winston wiveka wolfgang wolmar wåge xander xenia
    yacoub yael yahya yasemin yasin yasir yasmin yasmine yassin yeshi ylva yngvar yngve yohannes
    yonas yosef youssef yrsa ysabel yusuf yvette yvonne zahra zaid zainab zakaria zaki zandra zara
    zarah zdenka zdravko zeinab zelal zelda zeljko zelma zenita zeth zina zita zivko zlata zoe zofia
    zoltan zonja zoran zorica zuhair zuzana älva ängla ärna ådel åke årika åsa åse ödön öivind
    öjvind ömer örjan össur östen öyvind øystein
    """.split()
)
