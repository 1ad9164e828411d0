-- synonyms.sql
--
-- Header words, folded as field_fold.c folds them (lower case, no accents, no
-- spaces, no punctuation, # = no), and the field each stands for.  A word is
-- listed once, under the first language that has it.  No word stands for
-- customer_id: an id that another system wrote is an identifier.
--
-- One text holds all words of a language and field: so many rows would take long
-- to parse.  They are inserted without ON CONFLICT, which would write each row twice.
--
-- Runs when customers_setup() creates or upgrades the table; rows that a user
-- added or changed stay as they are.

LOCK TABLE @schema@.customer_header_synonyms IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO @schema@.customer_header_synonyms (word, field, negated, language)
SELECT w.word, l.field, l.negated, l.language
FROM (VALUES
	('en', 'identifier', false, '
		identifier id customerid customerno customernumber customernr customernum customercode customerref
		customerreference customerkey customeraccount customeraccountnumber custid custno custnumber clientid
		clientno clientnumber clientcode clientref memberid memberno membernumber membershipid membershipnumber
		membershipno userid userno usernumber accountid accountno accountnumber accountcode contactid personid
		subscriberid buyerid bidderid bidderno biddernumber paddleid debtorno debtornumber externalid
		externalidentifier externalcustomerid foreignid sourceid sourceidentifier remoteid legacyid oldid crmid
		shopid guestid patronid profileid uid uuid guid uniqueid uniqueidentifier uniquecustomerid referenceid
		loyaltycard loyaltycardnumber custnr custcode custref uniquecustomernumber clientnr clientaccount
		clientreference membernr membercode membershipnr membershipcode membershipcard membershipcardnumber
		membercardnumber membercard cardid loyaltyid loyaltynumber loyaltyno loyaltycardno loyaltycardid
		loyaltymemberid rewardnumber rewardsid contactkey contactcode personnumber personno personcode peopleid
		individualid donornumber donorno donorcode supporternumber constituentid constituentnumber
		constituentcode subscribernumber subscriberno subscriberkey subscribercode participantnumber
		participantno guestnumber guestno patronnumber patronno studentnumber studentno patientnumber patientno
		buyernumber buyerno buyercode biddercode paddlenumber paddleno recordid recordnumber recordno recordkey
		listid debtorid debtorcode debitorno debitornumber externalref externalreference externalkey
		externalcustomerno externalnumber originalid sourcekey systemid integrationid shopcustomerid shopifyid
		shopifycustomerid magentocustomerid woocommerceid woocommercecustomerid mailchimpid hubspotid
		hubspotcontactid salesforceid stripeid stripecustomerid klaviyoid klaviyoprofileid brazeid primarykey
		uniquekey uniquenumber uniquereference uniqueref urn identification identificationnumber idnumber idno
		identity customeridentifier customeruniqueid customersid idcustomer clientsid clientidentifier membersid
		contactidentifier donorid supporterid participantid delegateid visitorid studentid pupilid patientid
		playerid volunteerid customerurn
		accountreference accountref custnmbr custnum custcd memno mbrid mbrno clino contactidno squarecustomerid
		recordidcontact libraryno borrowerid borrowernumber cardholderid
		cardcode kunnr crmcontactid'),
	('en', 'email', false, '
		email mail emailaddress mailaddress emailaddr customeremail clientemail useremail contactemail
		primaryemail mainemail email1 email1value emailaddress1 memberemail subscriberemail emailid youremail
		buyeremail emailadress emailaddresses mailid invoicingemail orderemail firstemail internetemail
		smtpaddress fromemail emailvalue usernameoremail emailusername peopleemail emailkey
		email1address
		email2 email2value email2address emailaddress2 email3 email3value email3address
		fromemailaddress youremailaddress whatisyouremail whatisyouremailaddress eaddress primaryemailaddress
		smtpaddr usernameemail'),
	('en', 'name', false, '
		name fullname customername clientname usernamefull membername personname subscribername buyername
		completename firstandlastname firstnamelastname firstlastname nameofcustomer yourname guestname
		patronname names fullnames customer client namefull contact person participant attendee guest donor
		employeename buyer purchaser bookingname registrant requester respondent accountholder cardholdername
		cardholder tenantname residentname namesurname nameandsurname surnameandname surnamename surnamefirstname
		surnameandfirstname lastnamefirstname lastnameandfirstname lastfirstname firstandlast firstlast
		firstnameandsurname firstnamesurname firstsurname forenameandsurname forenamesurname fulllegalname
		legalname realname displayfullname addressee addresseename nameofclient nameofmember nameofparticipant
		soldtoname
		custname custnm
		lastfirst lastcommafirst customerfullname cardname whatisyourname whatsyourname yourfullname playername
		membersname residentsname clientfullname donorname attendeefullname
		howshouldwecallyou'),
	('en', 'first_name', false, '
		firstname givenname forename first fname givennames firstnames christianname contactfirstname
		customerfirstname firstgivenname forenames christiannames 1stname peoplefirstname namefirst
		legalfirstname accountholderfirstname
		fn firstnm fnam'),
	('en', 'last_name', false, '
		lastname surname familyname last lname contactlastname customerlastname lastnames surnames familynames
		secondname 2ndname peoplelastname namelast legallastname
		ln lastnm lnam
		sn'),
	('en', 'phone', false, '
		phone phonenumber phoneno phonenr telephone telephonenumber telephoneno tel telno telnumber telnr
		contactphone contactnumber customerphone clientphone primaryphone mainphone phone1 phone1value phones
		phonenumbers phonenum telephonenumbers telephonenr telephones telnum telefone ph phno phnumber phn
		landline landlinenumber landlinephone landlineno fixedline fixedphone fixedlinenumber worknumber
		officenumber dayphone daytimephone daytimephonenumber daytimetelephone eveningphone mainnumber bestphone
		contactno contactnum contactnumbers peoplephone shipphone firstphone phoneormobile phonemobileorlandline
		mobilelandline
		hphone homeph hmphone evephone workph wphone ph1 phoneno1
		phonehome phoneh phonew telf1 primaryphonenumber yourphonenumber whatisyourphonenumber contacttelephone'),
	('en', 'mobile', false, '
		mobile mobilephone mobilenumber mobileno mobilenr mobilenum mobilephonenumber mobilephoneno mobilephonenr
		mobiletelephone mobiletelephonenumber mobiletel mobiletelno cell cellphone cellnumber cellno
		cellphonenumber cellphoneno cellular cellularphone cellularnumber mobileorcell cellmobile mobilecell
		phonemobile phonenumbermobile phonecell telephonecell telcell mobile1 mobilephone1 cell1 cellphone1
		handphone handphonenumber handphoneno customermobile clientmobile contactmobile membermobile guestmobile
		buyermobile patronmobile personalmobile privatemobile primarymobile mainmobile customermobilenumber
		contactmobilenumber customercellphone contactcellphone mobilecontact mobilecontactnumber mobilepersonal
		sms smsnumber smsno smsphone smsphonenumber textnumber msisdn whatsappnumber
		cphone cellph mphone
		phonec phonemob telf2 yourmobilenumber whatisyourmobilenumber'),
	('en', 'company', false, '
		company companyname organization organisation organizationname organisationname business businessname
		firm firmname customercompany shopname companies companyororganization companylegalname legalcompanyname
		legalentityname registeredname businesslegalname tradingname tradingas tradename clientcompany
		contactcompany personcompany participantcompany attendeecompany guestcompany buyercompany
		defaultaddresscompany addresscompany accountname organization1name organisation1name employer
		employername workplace institution institutionname institute schoolname clubname associatedcompany org
		orgname practicename associationname
		primaryassociatedcompany organizationname1'),
	('en', 'vat_number', false, '
		vatnumber vatno vatnr vatnum vatid vatidno vatidnr vatidnumber vatidentificationnumber
		vatregistrationnumber vatregistrationno vatregistration vatregno vatregnr vatregnumber vatreg vatcode
		euvat euvatnumber euvatno euvatnr euvatid vatnumbereu vatnoeu taxid taxidno taxidnumber taxno taxnr
		taxnumber taxidentificationnumber taxidentifier taxregistrationnumber taxregistrationno taxregno
		taxpayerid taxpayeridnumber taxpayeridentificationnumber taxvat taxvatnumber taxvatno vattaxnumber
		vattaxid vatortaxid vatgstnumber vatgstno gstvatnumber tin tinno tinnumber ein einnumber fein
		federaltaxid abn abnnumber abnno gstin gstinnumber gstno gstnumber gstid gstregistrationnumber
		gsthstnumber orgnumber orgno organizationnumber organisationnumber organizationno organisationno
		corporateidentitynumber corporateidnumber corporateid companyregistrationnumber companyregistrationno
		companyregno companyregnumber companynumber companyno companyregistrationid companyvat companyvatnumber
		companyvatno companyvatid companytaxid companytaxnumber businessregistrationnumber businessregistrationno
		businesstaxid businessvatnumber customervat customervatnumber customervatno customervatid customertaxid
		clientvatnumber clientvatid billingvat billingvatnumber billingvatno billingvatid billingtaxid
		billingeuvatnumber
		vat taxnumber1 taxno1
		lictradnum stceg'),
	('en', 'address', false, '
		address street streetaddress address1 addressline1 addressline street1 streetname postaladdress
		mailingaddress homeaddress billingaddress billingaddress1 customeraddress addressstreet
		residentialaddress streetandnumber defaultaddressaddress1 addresses addr addrline1 adressline1
		addresslineone addressone address1line1 addressline1street streetline1 streetaddressline1 streetaddr
		streetno streetnumber streetandhousenumber streetandno streethousenumber streetnumberandname
		streetnameandnumber housenumberandstreet houseandstreet housenamenumberandstreet road thoroughfare
		postalstreet postaladdressline1 postaddress mailaddressline1 billaddress invoicingaddress patientaddress
		participantaddress donoraddress fulladdress completeaddress permanentaddress currentaddress residence
		residencyaddress legaladdress registeredaddress livingaddress locationaddress physicaladdress
		stras mailstreet physicaladdress1 addrstreet
		postalline1 addrln1 addline1 mailingline1
		add1 ad1 postline1'),
	('en', 'address_2', false, '
		address2 addressline2 addresslinetwo address2ndline address2optional secondaddressline addr2 addrline2
		add2 adr2 street2 streetaddress2 streetline2 streetaddressline2 addressstreet2 streetname2
		additionaladdress additionaladdressline additionaladdressinfo additionaladdressinformation
		addressadditional addressaddition addressadditionalinfo addresssupplement addresscontinued addresscont
		addressextra extraaddressline extraaddress apartment apt aptno aptnr aptnumber apartmentno
		apartmentnumber aptsuite aptorsuite aptsuiteetc apartmentsuite apartmentsuiteetc apartmentsuiteunitetc
		aptsuiteunit aptsuiteunitetc aptunit unitapt aptunitno suite suiteno suitenumber suiteapt unitno
		unitnumber flatno flatnumber co careof coaddress billingaddress2 billingaddressline2 billingstreet2
		billingstreetaddress2 defaultaddressaddress2 mailingaddress2 mailingaddressline2 homeaddress2
		homeaddressline2 postaladdress2 postaladdressline2 customeraddress2 customeraddressline2 contactaddress2
		residentialaddress2
		postalline2 addrln2 addline2
		postline2'),
	('en', 'postal_code', false, '
		postalcode postcode zip zipcode zippostalcode postalzipcode postalzip postal ziporpostalcode billingzip
		defaultaddresszip postalcodes postcodes zipcodes zippostal postcodezip postcodezipcode zippostcode
		ziporpostcode zip4 zip5 zipplus4 zipno zipnumber zipnr pincode eircode postalno postalnumber postalzone
		postalindex postindex streetzip
		postlcode postlcd postalcd zipcd
		pc pstlz'),
	('en', 'city', false, '
		city town citytown towncity townorcity cityortown posttown billingcity defaultaddresscity addresscity
		cities cityname citytownvillage cityortownorvillage townvillage citysuburb suburbcity suburbtown
		suburbtowncity citylocality townorsuburb locality municipality village postcity postalcity postaltown
		postofficecity residencecity cityofresidence placeofresidence townname
		ort01 mailcity preferredcity'),
	('en', 'region', false, '
		region state province county stateprovince provincestate stateorprovince statecounty stateregion
		regionstate billingstate regions stateprov provstate prov stateprovinceregion stateterritory
		stateorterritory countystate statename statecode provincecode regioncode regionname provincename
		countyname countycode stateorcounty countyregion countyprovince regionprovince provinceregion territory
		prefecture districtstate usstate administrativearea
		stprov
		countyofresidence stateofresidence'),
	('en', 'country', false, '
		country countryname countrycode countryregion nation land billingcountry defaultaddresscountrycode
		addresscountry countryiso countries countryterritory countryorterritory countryorregion regioncountry
		countrynameenglish countryfullname countryid countryisocode countryiso2 countryiso3 isocountry
		isocountrycode isocode countrycode2 countrycodeiso countrycode2letter 2lettercountrycode countryisoalpha2
		countryshort countryofresidence residencecountry countryresidence
		land1
		countriesisocode2 countrycodeiso2 countriesisocode'),
	('en', 'language', false, '
		language lang languagecode preferredlanguage locale spokenlanguage languagepreference languages langcode
		languageisocode languagename languageid languagetag isolanguage isolanguagecode localecode
		communicationlanguage firstlanguage nativelanguage mothertongue emaillanguage newsletterlanguage
		websitelanguage shoplanguage browserlanguage languagespoken spokenlanguages documentlanguage sitelanguage
		preferredlanguagecode preferredlocale correspondencelanguage customerlanguage clientlanguage
		contactlanguage memberlanguage userlanguage subscriberlanguage primarylanguage mainlanguage
		defaultlanguage mailinglanguage accountlanguage invoicelanguage
		spras'),
	('en', 'birth_date', false, '
		birthdate dateofbirth dob birthday birth birthdateyyyymmdd birthdates birthdays birthdaydate
		dateofbirthday datebirth dateofbirthddmmyyyy dobddmmyyyy dobmmddyyyy dateofbirthdob birthdt bdate bday
		bdaydate born bornon borndate dateborn birthdayfull fullbirthday fullbirthdate birthdayyear
		customerbirthday customerdob customerbirthdate customerdateofbirth clientbirthday clientdob
		contactbirthday contactbirthdate memberbirthday memberdob personbirthday participantdateofbirth
		participantdob attendeedateofbirth guestbirthday guestdateofbirth studentdob studentdateofbirth childdob
		patientdob patientdateofbirth playerdob yourbirthday yourdateofbirth'),
	('en', 'customer_since', false, '
		customersince customersincedate clientsince clientsincedate membersince membersincedate patronsince
		joined joindate datejoin datejoined joineddate joinedon joinedat joinedondate joiningdate dateofjoining
		registrationdate dateregistered registereddate registeredon registeredat registeredsince
		dateofregistration registrationdatetime registeredtime userregistered memberregistered signupdate
		datesignedup dateofsignup signedupon signedupat signedupdate signuptime signupdatetime created createdat
		createdon createddate createddatetime createddttm createdtime createtime createdate creationdate
		creationtime datecreated datecreatedgmt dateofcreation timecreated datetimecreated createdutc
		createdatutc customercreated customercreatedat customercreatedon customercreateddate customercreationdate
		customeradded customeraddedon customerregistered customerregisteredon accountcreated accountcreatedat
		accountcreatedon accountcreateddate accountcreationdate dateaccountcreated accountopened
		accountopeneddate dateopened contactcreated contactcreatedat contactcreateddate contactcreatedon
		profilecreated profilecreatedat profilecreatedon usercreatedat usercreateddate membercreated added
		addedon addedat addeddate addedtime dateadded dateaddedtolist dateofentry dateentered entrydate
		entereddate recordcreated recordcreateddate datecustomeradded
		createdt createdts createddt createdtm erdat signup signedup groupjoindate patronagesincedate
		membershipstartdate membershipstart memberfrom customerfrom dateenrolled enrolleddate enrollmentdate
		dateenrolment enrolmentdate clientfrom firstjoined joinedclub sincedate accountsince patronsincedate adddate
		datesubscribed subscribersince registered connectedon'),
	('en', 'note', false, '
		note notes comment comments remark remarks memo customernote customernotes internalnote internalnotes
		annotation publicnote publicnotes staffnote staffnotes adminnote adminnotes generalnotes generalcomments
		generalnote additionalnotes additionalcomments furthernotes extranotes additionalinfo
		additionalinformation additionaldetails otherinformation miscnotes freetext notetext notestext
		commenttext commentsnotes notescomments commentsorquestions specialnotes backgroundinfo biographicalinfo
		crmnotes salesnotes notesinternal description customercomment customercomments customerremarks
		customermemo clientnote clientnotes clientcomments contactnote contactnotes contactcomments membernotes
		membernote personnotes leadnotes guestnotes guestnote donornotes patronnotes participantnotes privatenote
		privatenotes personalnotes othernotes othercomments note1 notes1 comment1'),
	('en', 'password', false, '
		password passwd pwd passphrase userpassword customerpassword accountpassword'),
	('en', 'subscribed', false, '
		subscribed subscription subscriptionstatus subscriberstatus subscribe issubscribed newsletter newsletters
		newslettersubscription newslettersubscriber newsletterstatus newsletteroptin emailmarketing
		emailmarketingstatus emailmarketingconsent acceptsmarketing acceptsemailmarketing acceptmarketing
		agreestomarketing agreedtomarketing agreedtoreceivepromotionalemails agreedtoreceivemarketingemails
		acceptstoreceivemarketingemails receivemarketingemails marketingemails marketingemail promoemailallowed
		promoemails promotionalemails receivesnewsletter receivenewsletter wantsnewsletter mailinglist emaillist
		optin optedin emailoptin marketingoptin optinstatus marketing marketingconsent marketingallowed
		marketingpermission consent emailconsent consenttomarketing newsletterconsent emailsubscription
		emailsubscriptionstatus emailsubscribed allowmarketing allowemails emailpermission gdprconsent gdpr
		contactallowed receivesemails emailallowed marketingcommunications marketingstatus canemail canbeemailed
		oktoemail okaytoemail mayemail mayweemail wantsemails wantsemail permissiontoemail permissiontocontact
		gdprmarketing'),
	('en', 'subscribed', true, '
		unsubscribed unsubscribe unsubscriber unsubscribers isunsubscribed optout optedout emailoptout
		marketingoptout hasoptedout hasoptedoutofemail emailoptedout donotemail donotmail donotcontact
		nomarketing noemails noemail dontemail nonewsletter newsletteroptout suppressed declinesmarketing
		blacklisted emailblacklisted donotmarket'),
	('en', 'vip', false, '
		vip vipstatus isvip vipcustomer vipclient vipmember vipflag isavip vipyesno vipyn vipaccount vipguest
		vipcontact vipuser customervip isvipcustomer'),
	('en', 'tax_exempt', false, '
		taxexempt taxexemption istaxexempt taxfree vatexempt vatexemption vatfree taxexemptstatus
		taxexemptionsettings exemptfromtax salestaxexempt taxexempted istaxfree exemptfromvat exemptfromtaxes
		gstexempt nontaxable notax novat salestaxexemption taxexemptyesno taxexemptcustomer customertaxexempt
		vatexemptcustomer billingtaxexempt'),
	('en', 'loyalty_points', false, '
		loyaltypoints points pointbalance pointsbalance loyaltypointbalance loyaltybalance bonuspoints
		rewardpoints rewardspoints loyaltyscore rewardbalance customerpoints memberpoints pointstotal totalpoints
		currentpoints pointsavailable availablepoints activepoints loyaltypointsbalance loyaltypoint
		loyaltypointstotal rewardsbalance rewardpointsbalance rewardpointbalance rewardspointsbalance
		rewardpointstotal bonuspointsbalance pointsamount currentpointsbalance membershippoints clubpoints
		loyaltycardpoints storepoints shoppoints fidelitypoints pts pointsloyalty customerloyaltypoints'),
	('en', 'groups', false, '
		groups group customergroup customergroups customergroupname clientgroup clientgroups customercluster
		clientcluster cluster clusters assignedcustomergroup assignedclientgroup usergroup usergroups membergroup
		department departments tag tags customertags customertag groupname groupnames labels label tagnames
		tagname taglist tagslist tagged peopletags keywords categories customercategory clientcategory
		contactcategory membercategory membershipcategory membershipcategories groupsnames grouplist
		groupmembership groupmemberships groupsmembership customergroupcode customergroupid membershiptier
		membershiplevel membershiptype membershipplan membershiplevels membershiptypes membershipgroup membertype
		memberlevel membertier loyaltytier loyaltylevel loyaltystatuslevel rewardtier rewardstier viptier
		customertier customerlevel customerclass customerclasses customerclassification clienttypegroup
		interestgroups interestgroup userrole userroles rolenames pricegroup contacttags contacttag contactlabels
		contactlabel clienttags clienttag membertags persontags leadtags usertags subscribertags guesttags
		customercategories clientcategories contactcategories membercategories contactgroup contactgroups
		contactsgroups addressgroup mailinggroups mailinggroup subscribergroups subscribergroup membergroups
		customerpricegroup
		categoryidname membtype
		customerlabels segmentnames'),
	('no', 'identifier', false, '
		kundeid kundenr kundenummer kundekode kundereferanse medlemsid medlemsnr medlemsnummer medlemnr brukerid
		brukernr brukernummer kontonr kontonummer kontaktid debitornr eksternid kortnummer identifikator
		kjopernummer budgivernr budgivernummer kundeno kundensnummer kundenokkel medlemskode medlemskort
		medlemskapnr medlemskapsnummer deltakernr deltakernummer abonnentnr abonnentnummer abonnementnr
		abonnementsnummer givernr givernummer elevnr elevnummer pasientnr pasientnummer debitor kontaktnr
		kontaktnummer personnrintern eksternreferanse eksterntnummer eksternnokkel referansenr referansenummer
		lojalitetskort fordelskort fordelskortnr kortnr kundekort unikid gjestenr kjopernr idnummer idnr
		kundensid medlemid medlemskortnr medlemskortnummer deltakerid giverid kundekortnr kundekortnummer gjestid
		kjoperid
		lanernummer lanernr knr
		loyalitetskort'),
	('no', 'email', false, '
		epost epostadresse mailadresse kundensepost kundeepost epost1 epostadresser epostadr mailadr eposter
		primaerepost hovedepost dinepost elektroniskpost elektroniskadresse epostadressa
		hvaerdinepostadresse hvaerepostadressendin epostadressen'),
	('no', 'name', false, '
		navn fulltnavn fullstendignavn kundenavn kundensnavn medlemsnavn forogetternavn fornavnogetternavn
		fornavnetternavn kunde kundensfullenavn helenavnet foretternavn etternavnfornavn etternavnogfornavn
		kontakt navnpakunde navnpadeltaker navnpamedlem deltaker gjest gjestenavn abonnentnavn kjoper bestiller
		mottakernavn pasientnavn dittnavn
		hvaheterdu navnetditt fakturamottaker kjopernavn elevnavn hvaerdittnavn hvaernavnetditt'),
	('no', 'first_name', false, '
		fornavn fornamn dopenavn fornamnet dittfornavn fornavnogmellomnavn forogmellomnavn
		fnavn'),
	('no', 'last_name', false, '
		etternavn slektsnavn familienavn etternavnet slektsnamn etternamn dittetternavn mellomogetternavn
		enavn'),
	('no', 'phone', false, '
		telefon telefonnr telefonnummer tlf tlfnr tlfnummer telefoner telefonnumre fasttelefon fasttlf fastnett
		fastlinje telefondagtid hovedtelefon primaertelefon ditttelefonnummer telefonmobilfast telefonsentralbord
		sentralbord
		hvaerdittelefonnummer hvaertelefonnummeretditt
		telefonnummeret'),
	('no', 'mobile', false, '
		mobil mobilnr mobilnummer mobiltelefon mobiltelefonnr mobiltelefonnummer mobiltlf mobiltlfnr tlfmobil
		tlfnrmobil telefonmobil telefonnrmobil telefonnummermobil mob mobnr mobtlf mobilprivat privatmobil smsnr
		smsnummer kundemobil kundensmobil mobilkunde kontaktmobil mobil1
		hvaerdittmobilnummer dittmobilnummer
		mobilnummeret'),
	('no', 'company', false, '
		firma firmanavn bedrift bedriftsnavn selskap selskapsnavn organisasjon organisasjonsnavn foretak
		bedriftensnavn bedriftorganisasjon navnpabedrift navnpafirma foretaksnavn firmanamn virksomhet
		virksomhetsnavn virksomhetensnavn selskapetsnavn arbeidsgiver arbeidssted arbeidsplass firmakunde
		lagforening forening foreningsnavn klubbnavn juridisknavn institusjon bedriftskundenavn'),
	('no', 'vat_number', false, '
		orgnr orgnummer organisasjonsnr organisasjonsnummer organisasjonsno orgnrmva organisasjonsnummermva mvanr
		mvanummer foretaksnr foretaksnummer foretaksregisternr firmaorgnr bedriftsnr bedriftsnummer momsnr
		momsnummer vatnummer kundesorgnr kundeorgnr'),
	('no', 'address', false, '
		adresse adresse1 adresselinje adresselinje1 gate gateadresse gatenavn vei veiadresse postadresse
		fakturaadresse gateognummer hjemmeadresse adresser adr adresselinjeen gatevei gateveiognr gateognr
		gateoghusnr gateoghusnummer gatenavnognummer gatenavnognr veg veiognummer veinavn postadresselinje1
		bostedsadresse bostedadresse boligadresse forretningsadresse fulladresse folkeregistrertadresse
		dinadresse adressa'),
	('no', 'address_2', false, '
		adresse2 adresselinje2 gateadresse2 postadresse2 fakturaadresse2 coadresse adressetillegg tilleggsadresse
		ekstraadresse ekstraadresselinje adresseekstra leilighet leilighetsnr leilighetsnummer leilighetnr
		bolignr bolignummer'),
	('no', 'postal_code', false, '
		postnr postnummer postkode postnummeret postkoder postbokspostnr'),
	('no', 'city', false, '
		sted by poststed bosted tettsted stedsnavn poststedet bysted stedby byen bostedsby bostedskommune stadby
		poststad'),
	('no', 'region', false, '
		fylke landsdel fylkesnavn fylkenavn fylkeregion regionfylke delstat statregion statfylke regionnavn'),
	('no', 'country', false, '
		landkode landnavn landskode landregion bostedsland'),
	('no', 'language', false, '
		sprak sprakkode foretrukketsprak malform sprakvalg onsketsprak kommunikasjonssprak korrespondansesprak
		hovedsprak morsmal malfore spraknavn epostsprak nyhetsbrevsprak valgtsprak kundenssprak sprakkunde'),
	('no', 'birth_date', false, '
		fodselsdato fodselsdag fodt bursdag fodtdato fdato fodsel fodselsdatoen fodtden fodselsdatum fdt fodedato
		fodselsardato bursdagdato bursdagsdato geburtsdag geburtsdagen fodselsdagdato fodselsdata
		kundensfodselsdato fodselsdatokunde fodselsdatomedlem fodselsdatodeltaker'),
	('no', 'customer_since', false, '
		kundesiden kundesidendato kundefradato medlemsiden medlemsidendato medlemfradato innmeldt innmeldtdato
		innmeldingsdato datoinnmeldt innmeldtden registrertdato registrertden registreringsdato datoregistrert
		opprettet opprettetdato opprettetden opprettelsesdato datoopprettet kundeopprettet brukeropprettet
		kontoopprettet lagttil lagttildato
		registrert medlemskapstart medlemskapstartet kundefra medlemfra'),
	('no', 'note', false, '
		notat notater merknad merknader kommentar kommentarer anmerkning anmerkninger bemerkning bemerkninger
		notis notiser notatfelt kommentarnotat interntnotat internenotater internkommentar internekommentarer
		internmerknad internemerknader kommentarfrakunde kommentarfelt andrekommentarer andreopplysninger
		ovrigeopplysninger tilleggsinformasjon tilleggsopplysninger anneninformasjon ekstrainformasjon fritekst
		beskjed beskrivelse notatar notat1 kommentar1 kundenotat kundenotater notatkunde kundekommentar
		kommentarkunde merknadkunde'),
	('no', 'password', false, '
		passord tilgangskode'),
	('no', 'subscribed', false, '
		abonnert abonnerer abonnent abonnement abonnementsstatus nyhetsbrev nyhetsbrevpameldt pameldtnyhetsbrev
		mottarnyhetsbrev onskernyhetsbrev samtykke markedsforing samtykkemarkedsforing samtykketilmarkedsforing
		samtykkeepost epostmarkedsforing epostsamtykke markedsforingsamtykke pameldt tillatmarkedsforing
		godtarmarkedsforing reklame onskerinformasjon kansendesepost markedsforingepost markedsforingpaepost
		nyhendebrev'),
	('no', 'subscribed', true, '
		avmeldt avmeldtnyhetsbrev reservert reservertmotepost reservertmotreklame ikkenyhetsbrev
		onskerikkenyhetsbrev onskerikkeepost ingenreklame reservasjon reservertmotmarkedsforing ikkekontakt
		reservertepost reservertreklame reservertmarkedsforing reservasjonepost takketnei'),
	('no', 'vip', false, '
		vipkunde vipmedlem vipkunder vipstatuskunde vipgjest'),
	('no', 'tax_exempt', false, '
		mvafri avgiftsfri skattefri fritattformva mvafritak mvafritatt momsfri unntattmva avgiftsfritak
		fritattforavgift fritattformerverdiavgift utenmva avgiftsfritatt unntattmerverdiavgift unntattmoms
		momsfrikunde'),
	('no', 'loyalty_points', false, '
		poeng bonuspoeng lojalitetspoeng fordelspoeng poengsaldo medlemspoeng kundepoeng bonuspoengsaldo
		poengbeholdning poengbalanse antallpoeng lojalitetspoengsaldo fordelspoengsaldo opptjentepoeng
		tilgjengeligepoeng poengtotalt medlemspoengsaldo'),
	('no', 'groups', false, '
		gruppe grupper kundegruppe kundegrupper avdeling avdelinger etikett etiketter stikkord merkelapp
		merkelapper gruppenavn gruppertagger tagger emneknagger emneord kategorier kundekategori kundegruppekode
		kontaktkategori medlemskategori medlemstype medlemskapstype medlemskaptype medlemsniva medlemskapsniva
		kundeniva kundeklasse lojalitetsniva nokkelord interessegrupper prisgruppe prisgrupper mottakergruppe
		mottakergrupper avdelingsnavn komite kundekategorier kundegruppenavn kontaktgruppe kontaktgrupper
		medlemsgruppe medlemsgrupper medlemskategorier brukergruppe brukergrupper adressegruppe
		undergrupper undergruppe lag'),
	('sv', 'identifier', false, '
		kundid kundnr kundnummer kundkod anvandarid externid identifierare galdenarsnummer kundno kundreferens
		kundnyckel medlemskod medlemskortsnummer deltagarnummer deltagarid prenumerantnummer prenumerationsnummer
		givarnummer givarid patientnummer externreferens externtid externnyckel externtnummer referensnummer
		kundkort kundkortsnummer bonuskort gastnummer koparnummer uniktid uniktnummer gastid
		lantagarnummer lantagarnr kundnum'),
	('sv', 'email', false, '
		epostadress mejl mejladress mailadress emejl emejladress epostarbete epostarbetet primarepost
		dinepostadress
		vadardinepost vadardinmejladress dinmejl'),
	('sv', 'name', false, '
		namn fullstandigtnamn helanamnet kundnamn kundensnamn forochefternamn fornamnochefternamn kund
		fullstandiganamn helanamn forefternamn fornamnefternamn efternamnfornamn efternamnochfornamn deltagare
		deltagarnamn gast givarnamn givare prenumerantensnamn kopare bestallare mottagarensnamn dittnamn
		namnpakund
		vadheterdu avsandarensnamn'),
	('sv', 'first_name', false, '
		tilltalsnamn dittfornamn tilltalsnamnet fornamnen
		fnamn'),
	('sv', 'last_name', false, '
		efternamn familjenamn slaktnamn dittefternamn familjenamnet tillnamn
		enamn'),
	('sv', 'phone', false, '
		tfn tfnnr telefonbostad telbostad telefonbost telefonarbete telefonarb telarbete tfnarbete telefonarbetet
		telefondag telefonkvall primartelefon telefonvaxel vaxel
		teln
		avsandarensnr'),
	('sv', 'mobile', false, '
		mobiltel mobiltelnr telmobil telnrmobil mobilnro kundmobil kontaktpersonmobil'),
	('sv', 'company', false, '
		foretag foretagsnamn bolag bolagsnamn organisationsnamn foretagorganisation foretagetsnamn foretagsnamnet
		foretagnamn firmansnamn organisationnamn organisationensnamn verksamhet bolagetsnamn arbetsgivare
		arbetsplats foreningsnamn foreningensnamn klubbnamn juridisktnamn'),
	('sv', 'vat_number', false, '
		organisationsnr organisationsnummer orgnrpersonnr persorgnr orgpersnr orgnrpersnr
		organisationsnummerpersonnummer momsregnr momsregnummer momsregistreringsnr momsregistreringsnummer
		foretagsnummer foretagetsorgnr bolagsnummer vatnrmomsregnr'),
	('sv', 'address', false, '
		adress adress1 adressrad1 gata gatuadress fakturaadress postadress utdelningsadress hemadress
		bostadsadress adressrad adressradett adresslinje1 gatunamn gatunamnochnummer gataochnummer gataochnr vag
		vagadress boxgatuadress boendeadress folkbokforingsadress adressarbete foretagetsadress fullstandigadress
		helaadressen dinadress coochgatuadress
		gadr gatuadr'),
	('sv', 'address_2', false, '
		adress2 adressrad2 adresslinje2 gatuadress2 postadress2 utdelningsadress2 fakturaadress2 coadress
		extraadress extraadressrad adresstillagg kompletterandeadress lagenhet lagenhetsnr lagenhetsnummer lgh
		lghnr lghnummer'),
	('sv', 'postal_code', false, '
		postkod postkoden postnummerarbete adresspostnummer
		postn'),
	('sv', 'city', false, '
		stad ort postort bostadsort ortnamn postorten ortstad stadort postadressort adressort ortarbete
		postanstalt'),
	('sv', 'region', false, '
		lan landskap lanskod lansnamn lanregion regionlan delstatregion regionnamn provins'),
	('sv', 'country', false, '
		landskod lander landskodiso landkod landsnamn landnamn bosattningsland adressland'),
	('sv', 'language', false, '
		sprakkod foredragetsprak sprakval onskatsprak kommunikationssprak korrespondenssprak modersmal huvudsprak
		valtsprak sprakpreferens sprakkund'),
	('sv', 'birth_date', false, '
		fodelsedatum fodelsedag fodd fodelsedata fodddatum fodelsetid fodelsetiddag fodelsedagen foddatum foddden
		fdatum fodelsedagsdatum fodelsedataaaaammdd foddaammdd fodelsedatumkund kundensfodelsedatum
		deltagarensfodelsedatum medlemmensfodelsedatum'),
	('sv', 'customer_since', false, '
		kundsedan kundsedandatum medlemsedan medlemsedandatum blevmedlem blevkund skapad skapades skapaddatum
		skapaddatumtid skapadden skapatdatum datumskapad registreringsdatum registreraddatum registreradden
		datumregistrerad intradesdatum intradedatum upplagd upplaggsdatum upplagddatum tillagd tillagddatum
		kontoskapat
		kdsed
		registrerad inskriven medlemfran kundfran medlemsstart'),
	('sv', 'note', false, '
		anteckning anteckningar notering noteringar anmarkning noteringsfalt internaanteckningar internanteckning
		internnotering internanoteringar internakommentarer kommentarsfalt anmarkningar ovrigt ovriginformation
		ovrigaupplysningar ytterligareinformation fritext meddelande beskrivning tillaggsinformation notering1
		kommentarkund kundkommentar kundnotering kundanteckning kundanteckningar'),
	('sv', 'password', false, '
		losenord'),
	('sv', 'subscribed', false, '
		prenumererar prenumerant prenumeration prenumerationsstatus nyhetsbrevprenumerant samtycke
		samtyckemarknadsforing marknadsforing epostmarknadsforing godkannermarknadsforing villhanyhetsbrev
		prenumerationnyhetsbrev nyhetsbrevsprenumeration nyhetsbrevsanmalan godkannernyhetsbrev godkantnyhetsbrev
		godkannerutskick epostutskick mejlutskick marknadsforingepost marknadsforingviaepost taremotnyhetsbrev
		farmejlas reklam epostreklam'),
	('sv', 'subscribed', true, '
		avregistrerad avanmald avprenumererad avslutadprenumeration ejnyhetsbrev ingautskick ejreklam
		villejhanyhetsbrev ejmejl ingamejl sparrreklam reklamsparr utskickssparr'),
	('sv', 'vip', false, '
		vipkund vipgast'),
	('sv', 'tax_exempt', false, '
		momsbefriad skattebefriad momsundantagen undantagenfranmoms undantagenmoms befriadfranmoms utanmoms
		momsfrikund'),
	('sv', 'loyalty_points', false, '
		poang bonuspoang lojalitetspoang poangsaldo bonuspoangsaldo poangbalans poangstallning antalpoang
		lojalitetspoangsaldo klubbpoang intjanadepoang tillgangligapoang medlemspoang kundpoang'),
	('sv', 'groups', false, '
		grupp kundgrupp kundgrupper avdelning avdelningar tagg taggar gruppnamn kundkategori kundgruppskod
		medlemstyp medlemskapstyp kundniva kundklass nyckelord intressegrupper prisgrupp mottagargrupp taggning
		lagnamn kundkategorier kundgruppnamn kontaktgrupp medlemsgrupp anvandargrupp anvandargrupper'),
	('da', 'identifier', false, '
		brugerid brugernr brugernummer debitornummer eksterntid kundensnr kundereference kundenogle deltagernr
		deltagernummer donornummer donornr bidragydernr eksternreference eksternnogle referencenr referencenummer
		gaestenr gaesteid kobernr deltagerid koberid'),
	('da', 'email', false, '
		emailadresse kundensemail emailadresser mailadresser emailadr arbejdeemail emailarbejde primaeremail
		foraeldresemail foraelderemail dinemail dinmail
		hvaderdinemail dinemailadresse'),
	('da', 'name', false, '
		fuldenavn fuldtnavn forogefternavn fornavnogefternavn fuldenavne fornavnefternavn efternavnfornavn
		efternavnogfornavn navnpakontaktperson deltager deltagerensnavn gaest gaestenavn kober koberensnavn
		modtagernavn modtagersnavn ditnavn bidragydernavn
		hvadhedderdu'),
	('da', 'first_name', false, '
		fornavne ditfornavn forogmellemnavn fornavnogmellemnavn'),
	('da', 'last_name', false, '
		efternavn efternavne ditefternavn slaegtsnavn'),
	('da', 'phone', false, '
		fastnettelefon fastnet fastnetnummer telefonarbejde tlfarbejde hovednummer dittelefonnummer'),
	('da', 'mobile', false, '
		mobiltelefonno mobiltelefonen mobilno'),
	('da', 'company', false, '
		virksomhed virksomhedsnavn selskab selskabsnavn firmaetsnavn virksomhedensnavn navnpavirksomhed
		virksomhedorganisation organisationsnavn selskabetsnavn arbejdsgiver arbejdsplads arbejdssted
		foreningensnavn klubnavn'),
	('da', 'vat_number', false, '
		cvr cvrnr cvrno cvrnummer cvrsenr cvrsenummer senr senummer momscvrnr dkcvrnr virksomhedsnummer'),
	('da', 'address', false, '
		vej vejnavn gadenavn gade faktureringsadresse vejnavnognummer vejnavnoghusnr vejnavnognr vejognr
		vejognummer gadeognummer gadeognr gadevej bopael folkeregisteradresse firmaetsadresse
		virksomhedensadresse fuldadresse'),
	('da', 'address_2', false, '
		conavn supplerendeadresse supplerendeadresselinje adressetilfojelse faktureringsadresse2 lejlighed
		lejlighedsnr etagedor etageogdor'),
	('da', 'city', false, '
		bynavn postdistrikt postby bopaelby stednavn'),
	('da', 'region', false, '
		amt regionamt statprovins regionsnavn'),
	('da', 'country', false, '
		landekode lande landenavn landomrade bopaelsland
		landeomradekode'),
	('da', 'language', false, '
		sprog sprogkode foretrukketsprog sprogvalg foretruknesprog onsketsprog kommunikationssprog
		korrespondancesprog hovedsprog valgtsprog kundenssprog sprogkunde'),
	('da', 'birth_date', false, '
		fodselsdagen medlemsfodselsdato deltagersfodselsdato'),
	('da', 'customer_since', false, '
		oprettet oprettetdato oprettetden oprettelsesdato oprettelse datooprettet indmeldt indmeldtdato
		indmeldelsesdato indmeldingsdato datoindmeldt kundeoprettet kontooprettet tilfojetdato registreretdato
		registreretden
		registreret tilmeldingsdato'),
	('da', 'note', false, '
		bemaerkning bemaerkninger anmaerkning noter notits notitser internenoter internnote internbemaerkning
		ovrigeoplysninger yderligereoplysninger yderligereinformation besked anmaerkninger kundenote kundenoter
		bemaerkningkunde'),
	('da', 'password', false, '
		adgangskode kodeord'),
	('da', 'subscribed', false, '
		abonneret tilmeldt tilmeldtnyhedsbrev nyhedsbrev modtagernyhedsbrev emailmarkedsforing onskernyhedsbrev
		markedsforingviaemail permission mailpermission modtagnyhedsbrev reklamer'),
	('da', 'subscribed', true, '
		afmeldt frameldt frabedt afmeldtnyhedsbrev frabedersigreklame ingennyhedsbrev'),
	('da', 'vip', false, '
		vipgaest'),
	('da', 'tax_exempt', false, '
		momsfritaget skattefritaget fritagetformoms fritagetforskat fritagetmoms udenmoms momsfritagelse'),
	('da', 'loyalty_points', false, '
		point bonuspoint loyalitetspoint pointsaldo bonuspointsaldo antalpoint loyalitetspointsaldo klubpoint
		optjentepoint tilgaengeligepoint fordelspoint medlemspoint kundepoint'),
	('da', 'groups', false, '
		afdeling afdelinger tagsgrupper maerkater maerkat kundegruppenr medlemskabstype medlemsniveau kundeniveau
		nogleord holdnavn modtagergruppe modtagergrupper brugergruppe brugergrupper'),
	('de', 'identifier', false, '
		kundennr kundennummer kundenid kundenno kundenkennung mitgliedsnr mitgliedsnummer mitgliedsid benutzerid
		benutzernummer debitorennr debitorennummer kennung externeid kdnr teilnehmernummer kdid kdno kdnummer
		kundencode kundenkurzel kundenschlussel kundenreferenz kundenzeichen kundennummerintern
		unserekundennummer ihrekundennummer mitgliednr mitglnr mnr mglnr mitgliedernr mitgliedernummer
		mitgliedsausweis mitgliedsausweisnummer teilnehmernr abonummer abonr abonnentennr abonnentennummer
		spendernummer spendernr schulernummer patientennummer patientennr adressnr adressnummer adressid
		personenid personennummer personennr debitorenkonto externenummer externereferenz externekennung
		externerschlussel fremdschlussel referenznummer referenznr kundenkarte kartennummer kartennr bonuskarte
		gastenr kaufernummer bieternummer bieternr datensatzid datensatznummer eindeutigeid eindeutigenummer
		identifikationsnummer identnr identnummer eigenenummer ordnungsnummer mitgliedskennung teilnehmerid
		empfangerid spenderid patientenid ansprechpartnerid kundenkartennummer kundenkartennr kauferid
		kndnr lesernummer lesernr ausweisnummer'),
	('de', 'email', false, '
		emailkunde kundenemail elektronischepost emailadressen mitgliederemail dienstlicheemail
		geschaftlicheemail hauptemail primareemail ihreemail deineemail elektronischeadresse emailanschrift
		netzpost
		ihreemailadresse wielautetihreemailadresse'),
	('de', 'name', false, '
		vollstandigername vollername kundenname namedeskunden ganzername vorundnachname vornamenachname
		vornameundnachname namevorname nachnamevorname kundin vorundzuname vornachname vornamename vornameundname
		vorundfamilienname nameundvorname nachnameundvorname familiennamevorname zunamevorname ansprechpartner
		ansprechpartnerin ansprechperson namederkontaktperson mitgliedername teilnehmer teilnehmerin
		namedesgastes spender kaufer besteller patient personenname deinname ihrname adressat rechnungsempfanger
		anzeigename gesamtname komplettername namekomplett
		wieheissensie ihrvollstandigername'),
	('de', 'first_name', false, '
		vorname vornamen rufname rufnamen deinvorname ihrvorname erstervorname vorn
		vname'),
	('de', 'last_name', false, '
		nachname familienname zuname nachnamen familiennamen zunamen hausname deinnachname ihrnachname
		schreibname
		nname nachn'),
	('de', 'phone', false, '
		rufnummer fon telefonnummern telnummer fernsprecher fernruf rufnummern rufnr telef festnetz
		festnetznummer festnetznr telefonfestnetz festnetztelefon telfestnetz telefonzuhause telefonp telgesch
		telefongesch telefongeschaft telefong telefonzentrale telefontagsuber haupttelefon primaretelefonnummer
		hauptrufnummer deinetelefonnummer ihretelefonnummer telefonoderhandy telefonundhandy'),
	('de', 'mobile', false, '
		handy handynummer handynr handyno handytelefon telefonhandy telhandy handyprivat privathandy mobilfunk
		mobilfunknummer mobilfunknr mobilrufnummer mobilfunktelefon mobilerufnummer mobilenummer
		mobiletelefonnummer rufnummermobil natel natelnummer natelnr handykunde kundenhandy kundemobiltelefon'),
	('de', 'company', false, '
		firmenname unternehmen unternehmensname firmenbezeichnung firmen firmaname namederfirma namefirma
		firmierung unternehmenorganisation unternehmenname namedesunternehmens betrieb betriebsname gesellschaft
		verein vereinsname namedesvereins einrichtung arbeitgeber arbeitsstelle organisationsname korperschaft
		rechnungsadressefirma praxis kanzlei handelsname'),
	('de', 'vat_number', false, '
		ustid ustidnr ustidno ustidnummer ustnr ustnummer ustidentnr ustidentnummer ustidentifikationsnummer
		umsatzsteuerid umsatzsteueridnr umsatzsteueridnummer umsatzsteueridentnr umsatzsteueridentnummer
		umsatzsteueridentifikationsnummer umsatzsteuernummer umsatzsteuernr umststid eustid eustidnr eguststid
		egustid euumsatzsteuerid steuernummer steuernr steuerid steueridnr steueridentifikationsnummer stnr uidnr
		uidno uidnummer mwstnr mwstnummer mwstid mehrwertsteuernummer mwstidnr kundenustid kundenustidnr
		firmenustid umsatzsteueridentifikation euustid euustidnr'),
	('de', 'address', false, '
		anschrift strasse str strasse1 strasseundhausnummer strassehausnummer strassenr strasseundnr
		strassehausnr adresszeile1 postanschrift rechnungsadresse wohnadresse adressen anschriften
		anschrift1zeile adresszeile anschriftzeile1 adressfeld1 strnr strasseunr strasseuhausnummer
		strasseundhausnr strundhausnummer struhausnr strhausnummer strassenname strassepostfach strassezeile1
		gasse wohnsitz heimatadresse firmensitz meldeadresse teilnehmeradresse vollstandigeadresse
		kompletteadresse hauptadresse standardadresse deineadresse ihreadresse strassenanschrift'),
	('de', 'address_2', false, '
		adresszeile2 adressezeile2 adresszusatz adressezusatz adresszusatz1 adresszusatz2 adresszusatzzeile
		anschriftenzusatz anschriftszusatz anschriftzusatz anschrift2 postanschrift2 rechnungsadresse2
		rechnungsadresszusatz adressfeld2 adressergaenzung adresserganzung zusatzadresse strasse2 strassezusatz
		strassenzusatz strassezeile2 wohnung wohnungsnr wohnungsnummer'),
	('de', 'postal_code', false, '
		plz postleitzahl postleitzahlen plzwohnort plzstrasse'),
	('de', 'city', false, '
		stadt wohnort ortstadt ortschaft stadte orte ortsname stadtort stadtname heimatort gemeinde firmensitzort'),
	('de', 'region', false, '
		bundesland provinz bundesstaat bundeslandkanton kanton kantone bundeslander landkanton bundeslandregion
		regionbundesland staatregion staatprovinz provinzbundesland regionsname'),
	('de', 'country', false, '
		staat landercode landerkurzel landerkennzeichen landername landercodeiso landerkennung landerkz
		landeskennzeichen landkennzeichen landeskurzel landkurzel landescode landiso lkz isoland isolandercode
		wohnsitzland heimatland staatsname'),
	('de', 'language', false, '
		sprache sprachcode bevorzugtesprache korrespondenzsprache sprachen sprachkurzel sprachkennung
		sprachkennzeichen spracheiso sprachauswahl spracheinstellung gewunschtesprache wunschsprache
		kommunikationssprache muttersprache hauptsprache anzeigesprache newslettersprache shopsprache
		belegsprache kundensprache sprachekunde sprachedeskunden kontaktsprache benutzersprache'),
	('de', 'birth_date', false, '
		geburtsdatum geburtstag geboren gebdatum gebdat geborenam gebtag gebam geb geburt geburtstage
		geburtsdaten geburtsd geburtsdatumttmmjjjj geburtsdatumkunde geburtsdatummitglied geburtsdatumteilnehmer
		geburtstagkunde kundengeburtstag'),
	('de', 'customer_since', false, '
		kundeseit kundinseit kundinnenseit mitgliedseit mitgliedschaftseit beitritt beitrittsdatum beitrittam
		beigetretenam eintrittsdatum eintrittam aufnahmedatum erstellt erstelltam erstelltdatum erstelldatum
		erstellungsdatum erstellungszeit angelegt angelegtam anlagedatum anlegedatum neuanlagedatum registriertam
		registriertseit registrierungsdatum registrierdatum erfasstam erfassungsdatum hinzugefugt hinzugefugtam
		kontoerstelltam kontoerstellt kundeangelegtam datumerstellt eintritt
		registriert mitgliedab kundeab neukundeseit eintrittsjahr'),
	('de', 'note', false, '
		notiz notizen bemerkung bemerkungen anmerkungen anmerkung kommentare notizfeld notiztext internenotiz
		internenotizen internerkommentar internebemerkung internebemerkungen interneanmerkung internervermerk
		vermerk vermerke aktennotiz kommentarfeld bemerk bem bemerkungsfeld bemerkungstext anm hinweis hinweise
		sonstiges sonstigeinformationen sonstigeangaben weitereinformationen weitereangaben zusatzinformation
		zusatzinformationen zusatzinfo zusatzlicheinformationen freitext freitextfeld beschreibung mitteilung
		nachricht besonderheiten infos notiz1 notizkunde kundennotiz kundennotizen kundenkommentar bemerkung1'),
	('de', 'password', false, '
		passwort kennwort'),
	('de', 'subscribed', false, '
		abonniert newsletterabonniert newsletterabonnent newsletteranmeldung abonnementstatus abostatus
		einwilligung werbeeinwilligung einwilligungwerbung werbungerlaubt werbung emailwerbung
		newslettererwunscht newsletterempfanger angemeldet einverstandnis werbeerlaubnis newsletterabo
		newsletterbestellt werbezustimmung zustimmung zustimmungwerbung zustimmungmarketing werbungerwunscht
		werbungjanein werbemails mailingerwunscht mailings infomail infomails rundmail rundschreiben rundbrief
		rundmails kontaktaufnahme'),
	('de', 'subscribed', true, '
		abgemeldet newsletterabgemeldet keinewerbung keinnewsletter werbesperre werbewiderspruch keineemails
		widerspruch mailsperre keinerundmails'),
	('de', 'vip', false, '
		vipkennzeichen istvip vipkundin vipmitglied'),
	('de', 'tax_exempt', false, '
		steuerbefreit steuerfrei umsatzsteuerbefreit mehrwertsteuerfrei vondersteuerbefreit ustbefreit
		mwstbefreit steuerbefreiung umsatzsteuerbefreiung mwstfrei ohnemwst ohneumsatzsteuer umsatzsteuerfrei
		ustfrei mehrwertsteuerbefreit vonderumsatzsteuerbefreit nichtsteuerpflichtig'),
	('de', 'loyalty_points', false, '
		punkte treuepunkte bonuspunkte punktestand pramienpunkte kundenpunkte treuepunktestand punktesaldo
		punktekonto punkteguthaben bonuspunktestand anzahlpunkte aktuellepunkte kundenkartenpunkte clubpunkte
		gesammeltepunkte verfugbarepunkte punktegesamt'),
	('de', 'groups', false, '
		gruppen kundengruppe kundengruppen abteilung abteilungen schlagwort schlagworte schlagworter gruppenname
		gruppennamen gruppenzugehorigkeit gruppenmitgliedschaft kategorien kundenklasse kundenklassifizierung
		mitgliedergruppe mitgliedergruppen mitgliedsart mitgliederart mitgliedschaftsart mitgliedschaftstyp
		mitgliedstyp mitgliedsstufe mitgliedschaftsstufe treuestufe kundenstufe bonusstufe stichworte stichworter
		schlusselworter markierung markierungen etiketten interessengruppe interessengruppen adressgruppe
		adressgruppen verteiler verteilergruppe preisgruppe preisgruppen sparte sparten mannschaft mannschaften
		kundenkategorie kundenkategorien kundengruppenname kontaktgruppen kontaktkategorie mitgliedsgruppe
		mitgliedsgruppen mitgliedskategorie benutzergruppe benutzergruppen empfangergruppe empfangergruppen'),
	('fr', 'identifier', false, '
		identifiant identifiantclient idclient noclient numclient numeroclient numerodeclient numeroduclient
		codeclient refclient referenceclient numeroadherent noadherent numerodemembre nomembre idcontact
		compteclient numerodecompte idexterne identifiantexterne identifiantunique idunique nodeclient nclient
		referenceduclient codeduclient cleclient codetiers comptetiers nodadherent numadherent numerodadherent
		codeadherent nodemembre numeromembre codemembre nolicence numerodelicence nodelicence licence noabonne
		numerodabonne nodonateur numerodedonateur codedonateur noparticipant idpersonne codecontact
		numerodecontact nocarte nodecarte numerodecarte nocartefidelite numerodecartedefidelite cartedefidelite
		cartefidelite referenceexterne refexterne cleexterne codeexterne matricule nomatricule nopatient noeleve
		nodossier idduclient identifiantduclient idadherent idmembre idabonne iddonateur idparticipant
		identifiantcontact idacheteur
		codcli codclient numcli'),
	('fr', 'email', false, '
		courriel adresseemail adressemail adressecourriel adresseelectronique adressedecourriel
		adressedemessagerie mel emailclient courrierelectronique adressedemail adrmail
		adressedemessagerieelectronique adressecourrielle courriels courrielelectronique messagerie mailperso
		emailperso mailpro emailpro emailprincipal votreemail votreadresseemail votreadressemail
		votrecourriel quelleestvotreadresseemail'),
	('fr', 'name', false, '
		nomcomplet nomduclient nomclient nometprenom prenometnom nomprenom prenomnom nomprenoms nometprenoms
		nomsetprenoms nomsprenoms prenomsetnom nomdelapersonne personne personneacontacter interlocuteur
		participants invite nomdelinvite nominvite donateur acheteur payeur destinataire nomdudestinataire
		beneficiaire eleve titulaire nomaffiche nomdaffichage votrenom nomentier identite nomdusagecomplet
		quelestvotrenom
		commentvousappelezvous'),
	('fr', 'first_name', false, '
		prenom prenoms prenomclient prenomduclient votreprenom prenomusuel premierprenom petitnom'),
	('fr', 'last_name', false, '
		nom nomdefamille nomfamille patronyme noms nomsdefamille nomdusage nomusuel nommarital nomdenaissance
		nompatronymique votrenomdefamille'),
	('fr', 'phone', false, '
		numerodetelephone numerotelephone notelephone nodetelephone numtel numerosdetelephone notel nodetel
		numtelephone numerotel numerodetel teleph telephonefixe telfixe fixe lignefixe numerofixe nofixe telperso
		telephoneperso telephonemaison telpro telephonepro telephonesociete telephoneentreprise
		telephoneprincipal telprincipal numerodetelephoneprincipal standardtelephonique numerodecontacttelephone
		votretelephone votrenumerodetelephone coordonneestelephoniques'),
	('fr', 'mobile', false, '
		telephoneportable telephonemobile portable telportable telmobile numerodeportable numeroportable
		numportable noportable nodeportable numtelportable numerodemobile numeromobile nummobile nomobile
		nodemobile numerotelephoneportable numerodetelephoneportable numerodetelephonemobile notelephoneportable
		gsm nogsm numerogsm numerodegsm telgsm telephonegsm cellulaire numerocellulaire numerodecellulaire
		nocellulaire nodecellulaire telcellulaire telephonecellulaire portableclient mobileclient
		telephoneportableclient telephonemobileclient mobileduclient mobilepersonnel portablepersonnel
		portableperso mobileperso'),
	('fr', 'company', false, '
		societe entreprise nomdelasociete nomsociete nomdesociete raisonsociale nomdelentreprise nomentreprise
		compagnie societes societeorganisation societeentreprise entrepriseorganisation raisonsocialenom
		denomination denominationsociale nomcommercial enseigne organisme nomdelorganisme nomorganisme
		nomdelorganisation nomorganisation structure nomdelastructure nomstructure etablissement
		nomdeletablissement association nomdelassociation employeur nomduclub'),
	('fr', 'vat_number', false, '
		numerotva numerodetva numtva notva nodetva ntva idtva identifianttva tvaintra tvaintracom
		tvaintracommunautaire numerotvaintra numerotvaintracom numerotvaintracommunautaire
		numerodetvaintracommunautaire numtvaintra numtvaintracom notvaintra notvaintracom notvaintracommunautaire
		nodetvaintracommunautaire ntvaintracommunautaire tvaclient numerotvaclient siret numerosiret
		numerodesiret nosiret nodesiret codesiret siren numerosiren numerodesiren nosiren sirensiret siretsiren
		numerodentreprise nodentreprise noentreprise'),
	('fr', 'address', false, '
		adressepostale rue adresseligne1 ligneadresse1 adressedefacturation adresseclient adresses adresseligneun
		lignedadresse1 ligneadresse adresseprincipale adressecomplete domicile adressepersonnelle adresseperso
		adresseprivee adressepro adressesociete adressedelasociete adresseentreprise adressedelentreprise
		adressedusiege siegesocial adresseparticipant adressedefacturationligne1 rueetnumero noetrue numeroetrue
		noetnomderue numeroetnomderue numeroetnomdelarue noetvoie noetlibelledevoie numeroetvoie voie nomdelavoie
		libellevoie nomderue nomdelarue adressepostalecomplete lieuderesidenceadresse votreadresse'),
	('fr', 'address_2', false, '
		adresseligne2 ligneadresse2 ligne2adresse lignedadresse2 adressecomplement adressecomplementaire
		complementadresse complementdadresse complementadresse1 complementdadresse1 complementadr cpltadresse
		compladresse adressesuite suiteadresse adresse2suite rue2 adressepostale2 adressedefacturation2
		appartement noappartement nodappartement numerodappartement'),
	('fr', 'postal_code', false, '
		codepostal cp cpclient codespostaux codepost codepostale codep cdepostal codpost codepostalentreprise
		codepostalsociete codepostalderesidence npa nopostal numeropostal'),
	('fr', 'city', false, '
		ville villes nomdelaville nomville villecommune commune nomdelacommune localite localites municipalite
		villederesidence villeresidence lieuderesidence villeentreprise villesociete villepostale
		bureaudistributeur votreville'),
	('fr', 'region', false, '
		departementgeographique provinces etatprovince provinceetat etatregion regionetat canton
		regionadministrative depmidomtomdomicile depregion departement departements nomdudepartement
		codedepartement nodepartement departementno'),
	('fr', 'country', false, '
		pays codepays nomdupays nompays codedupays codepaysiso codeisopays codeiso isopays paysregion
		paysouregion paysterritoire paysderesidence paysresidence paysentreprise payssociete votrepays'),
	('fr', 'language', false, '
		langue codelangue languepreferee languedecorrespondance langues languedepreference languedecommunication
		languematernelle langueprincipale langueparlee languesparlees languesouhaitee codedelangue codedelalangue
		codeisolangue langueiso languedusite languenewsletter languedudocument languedecontact langueduclient
		langueclient langueducontact languecontact langueutilisateur'),
	('fr', 'birth_date', false, '
		datedenaissance naissance datenaissance anniversaire nele neele ddn datedenaissancejjmmaaaa datenaiss
		datedenaiss dtnaissance dtenaissance neneele datedanniversaire dateanniversaire jourdenaissance
		naissancedate dnaissance votredatedenaissance datedenaissanceduclient datedenaissanceclient
		datedenaissanceadherent datedenaissancedeladherent datedenaissanceparticipant anniversaireclient
		datedenaissanceeleve'),
	('fr', 'customer_since', false, '
		clientdepuis clientdepuisle membredepuis membredepuisle adherentdepuis adherentdepuisle datecreation
		datedecreation creele creeele datecree dateajout datedajout ajoutele dateadhesion datedadhesion
		dateentree datedentree dateenregistrement datedenregistrement enregistrele datecreationcompte
		datecreationducompte datedecreationducompte datecreationclient datedecreationclient
		datedecreationduclient comptecreele clientcreele
		inscription premiereadhesion inscritdepuis dateinscription creation anneeadhesion inscritle adhesiondepuis'),
	('fr', 'note', false, '
		remarque remarques commentaire commentaires observations annotations notesinternes noteinterne
		commentaireinterne commentairesinternes remarqueinterne observation infocomplementaire
		infoscomplementaires informationscomplementaires informationcomplementaire informationssupplementaires
		autresinformations textelibre blocnotes notesprivees noteprivee notespubliques noteclient notesclient
		noteduclient commentaireclient commentairesclient commentaireduclient remarqueclient remarquesclient
		observationsclient commentaire1'),
	('fr', 'password', false, '
		motdepasse mdp'),
	('fr', 'subscribed', false, '
		abonne inscrit inscritnewsletter abonnenewsletter abonnementnewsletter inscriptionnewsletter
		inscritalanewsletter statutabonnement statutdabonnement lettredinformation infolettre consentement
		consentementmarketing acceptelemarketing acceptelesemails acceptelanewsletter marketingparemail
		envoinewsletter accordmarketing accordemail accepteledemarchage autoriselesemails autorisationemail
		autorisationnewsletter emailing bulletindinformation lettredinfo lettresdinformation'),
	('fr', 'subscribed', true, '
		desabonne desinscrit desinscritnewsletter opposition pasdenewsletter pasdepublicite nepascontacter
		refuselemarketing nepassolliciter nesouhaitepasetrecontacte'),
	('fr', 'vip', false, '
		clientvip statutvip vipouinon estvip membrevip adherentvip'),
	('fr', 'tax_exempt', false, '
		exonere exoneredetaxe exoneredetva exonerationdetaxe exonerationtva exemptedetaxe horstva exoneredetaxes
		exoneretva exonerationdetva exonerationdetaxes exonerationfiscale exemptdetaxe exemptdetaxes exemptdetva
		exemptedetva exempttva sanstva nonassujettialatva nonassujetti franchisedetva'),
	('fr', 'loyalty_points', false, '
		pointsdefidelite pointsfidelite soldedepoints fidelite soldepoints soldedepointsdefidelite
		soldepointsfidelite soldefidelite nombredepoints nbpoints nbdepoints pointscumules pointsdisponibles
		pointsacquis pointsbonus pointscadeaux pointscarte pointsfideliteclient pointsclient'),
	('fr', 'groups', false, '
		groupe groupes groupeclient groupedeclients groupesdeclients groupesclients etiquette etiquettes motscles
		libelles nomdugroupe nomsdesgroupes groupedecontacts groupesdecontacts groupeclients categoriesdeclients
		categorietarifaire categoriedadherent typedadhesion typeadhesion typedadherent typedemembre typedemembres
		formuledadhesion niveaudadhesion niveaudefidelite niveauclient palierdefidelite motcle motsclefs
		groupedutilisateurs groupesdinteret equipe equipes groupetarifaire groupecontact groupedeclient
		categorieclient categoriesclient categoriedeclient categorieadherent categoriemembre etiquettesclient
		etiquettescontact tagsclient tagscontact
		listes'),
	('es', 'identifier', false, '
		identificador identificadorcliente idcliente iddecliente nocliente nodecliente numcliente numerocliente
		numerodecliente codigocliente codigodecliente codcliente numerodesocio nosocio idsocio idusuario
		idcontacto idexterno numerodecuenta nrocliente nrodecliente numdecliente codigodelcliente clavecliente
		clavedelcliente refcliente referenciacliente referenciadelcliente numerodelcliente identificadorunico
		idunico nodesocio nrosocio nrodesocio numsocio numdesocio numerosocio sociono codigosocio codigodesocio
		noabonado numerodeabonado nodeabonado idabonado nosuscriptor nodonante noparticipante idpersona notarjeta
		numerodetarjeta nodetarjeta tarjetacliente tarjetadefidelizacion referenciaexterna codigoexterno
		claveexterna matricula noexpediente legajo nrolegajo codigodecontacto iddelcliente clienteid
		identificadordecliente iddesocio idsuscriptor iddonante idparticipante iddelcontacto contactoid
		idcomprador
		codclie'),
	('es', 'email', false, '
		correo correoelectronico correoe direcciondecorreo direcciondecorreoelectronico direcciondeemail
		direccionemail emailcliente correocliente emaildelcliente correoelect correos correoselectronicos
		direccioncorreo direccioncorreoelectronico direccionelectronica direcciondecorreoe dircorreo
		correolaboral correoprofesional emailprofesional correocorporativo correoprincipal
		correoelectronicoprincipal tucorreo tuemail tucorreoelectronico sucorreo sucorreoelectronico'),
	('es', 'name', false, '
		nombrecompleto nombreyapellidos nombreyapellido nombredelcliente nombrecliente nombredecliente
		nombreapellidos apellidosynombre cliente nombreapellido nombresyapellidos nombresapellidos
		apellidosynombres apellidosnombre apellidoynombre apellidonombre contacto persona nombredelapersona
		participante asistente invitado nombredelinvitado huesped donante comprador destinatario
		nombredeldestinatario alumno paciente nombredelpaciente titular nombredeltitular tunombre sunombre
		nombreparamostrar nombrelegal
		cualestunombre
		comotellamas comosellama'),
	('es', 'first_name', false, '
		nombre nombres nombredepila primernombre nombrepropio nombrepila'),
	('es', 'last_name', false, '
		apellido apellidos primerapellido primerysegundoapellido apellidopaterno 1erapellido tusapellidos
		suapellido nombredefamilia'),
	('es', 'phone', false, '
		telefono numerodetelefono nodetelefono notelefono numtelefono tfno telf telefonos numdetelefono
		nrotelefono nrodetelefono numerotelefono numerotelefonico numerosdetelefono tlfno tlfn fono telefonofijo
		fijo telfijo tlffijo lineafija numerofijo telefonodomicilio telefonolaboral telefonoprofesional
		telefonoprincipal numerodecontacto nocontacto tutelefono sutelefono telefonofijomovil'),
	('es', 'mobile', false, '
		movil celular numerodemovil numeromovil nummovil nomovil nodemovil nromovil numerodecelular numerocelular
		numcelular nocelular nodecelular nrocelular telefonomovil telefonocelular telmovil telfmovil tlfmovil
		tlfnomovil tfnomovil tfmovil telcelular numerodetelefonomovil numerotelefonomovil numerodetelefonocelular
		movilcliente movildelcliente celularcliente celulardelcliente movil1 celular1 telefonomovil1
		movilpersonal movilparticular'),
	('es', 'company', false, '
		empresa nombredelaempresa nombreempresa nombredeempresa compania razonsocial sociedad organizacion
		empresas nombrecomercial nombrefiscal razonsocialnombre denominacionsocial denominacion
		nombredelacompania nombrecompania nombredelaorganizacion nombreorganizacion nombredelasociedad entidad
		nombredelaentidad institucion organismo asociacion centrodetrabajo empresacliente empleador negocio
		comercio
		empresaasociadaprincipal empresaasociada'),
	('es', 'vat_number', false, '
		nif cif nifcif cifnif cifnifnie nifcifnie nifnie dninif nifdni dnicif cifdni dnicifnif cifnifdni
		nifcifdni nifiva cifiva nifcliente cifcliente nifcifcliente cifnifcliente cifempresa nifempresa
		numerodeiva numeroiva noiva nodeiva idiva nifintracomunitario ivaintracomunitario vatintracomunitario
		niviva nivaiva idfiscal identificacionfiscal identificadorfiscal numerofiscal
		numerodeidentificacionfiscal numeroidentificacionfiscal codigodeidentificacionfiscal
		nroidentificacionfiscal numerodeidentificaciontributaria identificaciontributaria rfc rut ruc cuit
		cuitcuil cuil nit'),
	('es', 'address', false, '
		direccion direccion1 calle domicilio direccionpostal lineadedireccion1 direcciondefacturacion
		calleynumero direcciones direc direccionlinea1 lineadedireccion linea1 linea1dedireccion lineadireccion1
		direccioncompleta direccionprincipal direcciondomicilio direcciondeldomicilio domiciliofiscal
		domiciliosocial domiciliocompleto direccionfiscal direccionsocial direccionlaboral direccionprofesional
		direcciondefacturacionlinea1 calleyno calleynum calleynro callenumero calleno calleprincipal
		nombredelacalle nombrecalle via nombredelavia viapublica avenida residencia tudireccion sudireccion'),
	('es', 'address_2', false, '
		direccion2 direccionlinea2 linea2direccion linea2deladireccion lineadedireccion2 direccioncomplementaria
		direccionadicional complementodireccion complementodedireccion complementodeladireccion restodireccion
		masdatosdireccion informacionadicionaldireccion domicilio2 calle2 calle2alinea direccioncalle2
		direcciondefacturacion2 piso pisopuerta pisoypuerta pisoletra departamentopiso pisodepto apartamento
		numerodeapartamento'),
	('es', 'postal_code', false, '
		codigopostal codpostal codigospostales codigopostalcp codigopostalzip codigopostaldomicilio cpdomicilio
		distritopostal codigopostaldireccion cpfiscal cpostal codigopostalfiscal codigozip'),
	('es', 'city', false, '
		ciudad poblacion ciudades ciudadlocalidad ciudadpoblacion poblacionciudad localidad localidades
		localidadciudad localidadpoblacion municipio municipiociudad ciudadmunicipio ciudadderesidencia
		ciudadresidencia lugarderesidencia ciudaddomicilio ciudadfiscal poblacionfiscal localidadfiscal pueblo
		comuna nombredelaciudad tuciudad'),
	('es', 'region', false, '
		provincia comunidadautonoma estado provincias provinciaestado estadoprovincia provinciaregion regiones
		regionprovincia estadooprovincia ccaa cautonoma autonomia comunidad entidadfederativa
		departamentoprovincia provinciadomicilio provinciafiscal provinciaderesidencia codigoprovincia
		codprovincia nombredelaprovincia'),
	('es', 'country', false, '
		pais codigodepais codigopais codpais paises paisregion paisoregion nombredelpais nombrepais codigoisopais
		codigoisodelpais codigodepaisiso codigodelpais isopais paisderesidencia paisresidencia paisdomicilio
		paisfiscal paisdireccion paisorigen tupais'),
	('es', 'language', false, '
		idioma lengua codigodeidioma idiomapreferido idiomas idiomapreferente idiomadepreferencia
		idiomadecomunicacion idiomadecorrespondencia idiomaprincipal idiomanativo lenguamaterna lenguapreferida
		lenguaje codigoidioma codigodelidioma codidioma codigoisoidioma idiomadelboletin idiomanewsletter
		idiomaweb idiomadecontacto idiomacliente idiomadelcliente idiomacontacto idiomadelcontacto idiomausuario'),
	('es', 'birth_date', false, '
		fechadenacimiento nacimiento fechanacimiento cumpleanos fnacimiento fecnacimiento fechanac fechadenac
		fnac fdenacimiento fecnac nacido nacidoel nacidael nacidoael diadenacimiento fechadecumpleanos
		fechacumpleanos cumple fechadenacimientoddmmaaaa tufechadenacimiento fdn natalicio onomasticofecha
		cumpleanoscliente fechadenacimientodelcliente fechanacimientocliente fechadenacimientosocio
		fechadenacimientodelparticipante fechanacimientoalumno fechadenacimientodelalumno'),
	('es', 'customer_since', false, '
		clientedesde sociodesde miembrodesde fechaalta fechadealta fecalta fecdealta fechaaltacliente
		fechadealtacliente fechadealtadelcliente fechacreacion fechadecreacion feccreacion creado creadoel
		creadaen creadoen fechacreado fecharegistro fechaderegistro registradoel registradodesde fechaingreso
		fechadeingreso fechadeincorporacion fechadeagregado anadidoel fechadecreaciondelacuenta
		antiguedad alta registro'),
	('es', 'note', false, '
		nota notas comentario comentarios observacion observaciones notainterna notasinternas comentariointerno
		comentariosinternos observacionesinternas obs observ anotacion anotaciones apunte apuntes otrosdatos
		otrainformacion informacionadicional masinformacion datosadicionales textolibre descripcion mensaje
		notasprivadas notaspublicas notasadicionales notascliente notacliente notasdelcliente notadelcliente
		comentarioscliente comentariodelcliente comentariosdelcliente observacionescliente
		observacionesdelcliente nota1 comentario1'),
	('es', 'password', false, '
		contrasena'),
	('es', 'subscribed', false, '
		suscrito suscripto suscriptor suscripcion estadodesuscripcion estadosuscripcion boletin suscritoalboletin
		consentimiento aceptamarketing aceptapublicidad aceptacorreos consentimientomarketing publicidad
		recibeboletin boletindenoticias boletininformativo altanewsletter altaboletin recibircorreos
		desearecibirinformacion recibirinformacion consentimientoemail consentimientonewsletter
		consentimientocomercial consentimientopublicidad aceptarecibirinformacion aceptaenvios aceptapromociones
		comunicacionescomerciales marketingporemail marketingporcorreoelectronico correopublicitario'),
	('es', 'subscribed', true, '
		desuscrito dadodebaja baja bajaboletin nocontactar noenviarpublicidad sinpublicidad canceladoboletin'),
	('es', 'vip', false, '
		clientevip estadovip esvip vipsino sociovip'),
	('es', 'tax_exempt', false, '
		exento exentodeimpuestos exentodeiva exencionfiscal exentoimpuestos exentoiva libredeimpuestos
		exentodeimpuesto exenciondeiva exenciondeimpuestos exencioniva libredeiva siniva exentodetributacion
		exentofiscal exonerado clienteexento'),
	('es', 'loyalty_points', false, '
		puntos puntosdefidelidad puntosdelealtad saldodepuntos puntosfidelidad puntosdefidelizacion
		puntosfidelizacion puntosacumulados puntosdisponibles puntosderecompensa puntosbonus puntosclub
		saldopuntos saldodepuntosdefidelidad totalpuntos totaldepuntos nopuntos numerodepuntos puntoscanjeables
		puntosactuales puntoscliente puntosdelcliente puntossocio'),
	('es', 'groups', false, '
		grupo grupos grupodeclientes gruposdeclientes grupocliente departamento departamentos etiqueta etiquetas
		nombredelgrupo grupodecontactos gruposdecontactos categorias categoriacliente categoriadecliente
		categoriadelcliente categoriadesocio categoriasocio tipodesocio tipodemembresia tipomembresia
		niveldemembresia membresia niveldefidelidad nivelcliente palabrasclave grupodeusuarios gruposdeusuarios
		grupodeprecios equipo equipos grupodeinteres gruposdeinteres gruposdecontacto grupocontacto
		grupodecliente gruposcliente categoriasdecliente etiquetasdecontacto etiquetascliente etiquetasdelcliente
		segmento'),
	('nl', 'identifier', false, '
		klantid klantnr klantnummer klantcode lidnr lidnummer lidmaatschapsnummer relatienr relatienummer
		relatiecode gebruikersid gebruikersnummer debiteurnr debiteurnummer kenmerk klantno klantnummerintern
		klantreferentie klantsleutel klnr klantencode klantennummer ledennummer ledennr ledenummer
		deelnemernummer abonneenummer donateurnummer donateursnummer leerlingnummer leerlingnr patientnr
		contactnr contactnummerintern persoonsnummer persoonsid externereferentie externnummer externecode
		externesleutel referentienummer klantenkaart klantkaart pasnummer kaartnummer debiteur debiteurennummer
		debiteurcode uniekeid unieknummer lidid deelnemerid abonneeid donateurid relatieid klantenkaartnummer
		koperid
		donateurnr'),
	('nl', 'email', false, '
		emailadres mailadres emailadresklant emailklant mailadressen zakelijkeemail emailbedrijf
		primairemailadres primaireemail hoofdemailadres emailadresfacturen jouwemailadres uwemailadres uwemail
		jeemailadres elektronischadres
		watisjeemailadres'),
	('nl', 'name', false, '
		naam volledigenaam klantnaam naamklant naamvandeklant voorenachternaam voornaamenachternaam
		voornaamachternaam klant klanten namen achternaamenvoornaam achternaamvoornaam naamenvoornaam
		naamvoornaam voornaamennaam voornaamnaam ledennaam naamvanhetlid deelnemer koper leerling persoon
		persoonsnaam jenaam jouwnaam uwnaam weergavenaam geadresseerde tenaamstelling
		watisjenaam watisuwnaam
		hoeheetje hoeheetu'),
	('nl', 'first_name', false, '
		voornaam voornamen roepnaam eerstevoornaam jouwvoornaam uwvoornaam jevoornaam voornaamnamen'),
	('nl', 'last_name', false, '
		achternaam familienaam jouwachternaam uwachternaam jeachternaam geslachtsnaam volledigeachternaam
		achternamen familienamen'),
	('nl', 'phone', false, '
		telefoon telefoonnummer telefoonnr telefoonnummers telefoons vastetelefoon vastelijn vastnummer
		vasttelefoonnummer telefoonvast telvast privenummer thuisnummer zakelijketelefoon telefoonkantoor
		telefoonbedrijf telefoonoverdag primairtelefoonnummer primairetelefoon hoofdtelefoonnummer hoofdnummer
		jouwtelefoonnummer uwtelefoonnummer
		jetelefoonnummer'),
	('nl', 'mobile', false, '
		mobiel mobielnummer mobielnr mobieletelefoon mobielenummer mobieletelefoonnummer mobieletelefoonnr
		mobieltelefoonnummer mobieltelefoon mobieltelefoonnr telefoonmobiel telmobiel telefoonnummermobiel
		gsmnummer gsmnr 06nummer 06nr mobielklant klantmobiel mobielprive priveemobiel privemobiel'),
	('nl', 'company', false, '
		bedrijf bedrijfsnaam firmanaam naambedrijf organisatie organisatienaam onderneming bedrijven
		bedrijforganisatie naamvanhetbedrijf naamorganisatie naamvandeorganisatie naamonderneming
		ondernemingsnaam handelsnaam statutairenaam vennootschap vereniging naamvereniging verenigingsnaam
		instelling instantie stichting werkgever accountnaam'),
	('nl', 'vat_number', false, '
		btwnummer btwnr btwno btwid btwidnummer btwidnr btwidentificatienummer btwnummerklant klantbtwnummer kvk
		kvknummer kvknr kvkno kamervankoophandelnummer ondernemingsnummer ondernemingsnr rsin bedrijfsnummer'),
	('nl', 'address', false, '
		adres adres1 straat straatnaam straatenhuisnummer adresregel1 postadres factuuradres woonadres adresregel
		adreslijn1 straatennr straatnr straathuisnummer straathuisnr straatenhuisnr straatnummer straatennummer
		straatnaamenhuisnummer straatnaamhuisnummer straatnaamennummer straatadres volledigadres huisadres
		bedrijfsadres adresbedrijf correspondentieadres verblijfadres hoofdadres jouwadres uwadres adresstraat'),
	('nl', 'address_2', false, '
		adres2 adresregel2 adreslijn2 straat2 straatregel2 adresaanvulling aanvullingadres aanvullendadres
		aanvullendeadresgegevens adresextra extraadres extraadresregel factuuradres2 postadres2 appartementnummer
		appartementnr'),
	('nl', 'postal_code', false, '
		postcodefactuuradres adrespostcode postcodewoonadres
		postc pcode'),
	('nl', 'city', false, '
		plaats woonplaats plaatsnaam steden stadplaats plaatsstad stadofplaats plaatsgemeente gemeente
		stadgemeente plaatsfactuuradres adresplaats adresstad vestigingsplaats dorp lokaliteit postplaats
		wpl woonpl plts'),
	('nl', 'region', false, '
		provincie regio provincies provinciestaat staatprovincie staatprovincieregio deelstaat regionaam
		regioprovincie streek gewest'),
	('nl', 'country', false, '
		landcode landen landregio landnaam landcodeiso isolandcode landcodes landvanverblijf adresland
		landfactuuradres vestigingsland'),
	('nl', 'language', false, '
		taal taalcode voorkeurstaal talen taalvoorkeur gewenstetaal communicatietaal correspondentietaal
		moedertaal hoofdtaal taalkeuze taalnieuwsbrief spreektaal documenttaal taalklant klanttaal taalvandeklant
		contacttaal taalcontact'),
	('nl', 'birth_date', false, '
		geboortedatum verjaardag geboortedag geborenop geboorte geboortedatumddmmjjjj verjaardagen
		verjaardagdatum verjaardagsdatum jarig jarigop geboortedatumkind jouwgeboortedatum geboortedatumklant
		klantgeboortedatum geboortedatumlid geboortedatumdeelnemer geboortedata geboortedatumleerling'),
	('nl', 'customer_since', false, '
		klantsinds klantvanaf klantsindsdatum lidsinds lidvanaf lidsindsdatum aangemaakt aangemaaktop
		aangemaaktdatum aanmaakdatum datumaangemaakt datumaanmaak registratiedatum geregistreerdop
		geregistreerdsinds datumregistratie datumregistratieklant toegevoegdop datumtoegevoegd toegevoegd
		lidgewordenop accountaangemaakt accountaangemaaktop gemaaktop invoerdatum
		donateursinds aangemeldop ingeschrevenop donateurvanaf inschrijfdatum geregistreerd'),
	('nl', 'note', false, '
		notitie notities opmerking opmerkingen aantekening aantekeningen bijzonderheden internenotitie
		internenotities interneopmerking interneopmerkingen opm notitieveld opmerkingenveld commentaar
		commentaren overigeinformatie overigeopmerkingen extrainformatie aanvullendeinformatie
		aanvullendeopmerkingen extrainfo vrijetekst vrijveld omschrijving beschrijving bericht toelichting
		bijzonderheid notitiesintern notitieklant klantnotitie klantnotities opmerkingklant klantopmerking
		opmerkingenklant opmerking1 notitie1 aantekeningklant'),
	('nl', 'password', false, '
		wachtwoord'),
	('nl', 'subscribed', false, '
		geabonneerd ingeschreven nieuwsbrief nieuwsbriefingeschreven aangemeld aangemeldnieuwsbrief toestemming
		toestemmingmarketing marketingtoestemming ontvangtnieuwsbrief mailing wenstnieuwsbrief krijgtnieuwsbrief
		ontvangtemails ontvangtmailing maggemaildworden magmailen akkoordmailing akkoordmarketing reclame
		reclametoegestaan'),
	('nl', 'subscribed', true, '
		uitgeschreven afgemeld afgemeldnieuwsbrief geennieuwsbrief geenreclame nietmailen geenmailing'),
	('nl', 'vip', false, '
		vipklant viplid'),
	('nl', 'tax_exempt', false, '
		belastingvrij btwvrij btwvrijgesteld vrijgesteldvanbtw belastingvrijgesteld vrijgesteld btwvrijstelling
		vrijgesteldvanbelasting zonderbtw geenbtw btwverlegdvrij vrijstellingbtw belastingvrijstelling'),
	('nl', 'loyalty_points', false, '
		punten spaarpunten loyaliteitspunten puntensaldo bonuspunten puntenstand puntentotaal aantalpunten
		spaarpuntensaldo spaartegoedpunten loyaltypunten loyaliteitspuntensaldo beschikbarepunten gespaardepunten
		totaalpunten clubpunten spaarkaartpunten klantpunten klantenpunten'),
	('nl', 'groups', false, '
		groep groepen klantgroep klantgroepen klantengroep groepsnaam groepsnamen groepnaam groepslidmaatschap
		categorieen klantklasse klantniveau ledengroep ledengroepen ledencategorie lidmaatschapstype
		lidmaatschapsvorm lidmaatschapsniveau lidsoort soortlid soortlidmaatschap typelid typelidmaatschap
		spaarniveau trefwoorden trefwoord sleutelwoorden afdelingen prijsgroep prijsgroepen interessegroepen
		doelgroep doelgroepen adresgroep klantcategorie klantcategorieen klantengroepen klantgroepnaam
		contactgroep contactgroepen gebruikersgroep gebruikersgroepen relatiegroep relatiegroepen
		ploegen'),
	('fi', 'identifier', false, '
		tunniste tunnus asiakasnumero asiakasnro asiakasnr asiakaskoodi asiakasviite asiakkaannumero jasennumero
		jasennro jasentunnus jasenid tilaajanumero tilaajatunnus henkilotunniste henkiloid henkilonumero
		osallistujanumero oppilasnumero potilasnumero ulkoinentunnus ulkoinenid ulkoinentunniste ulkoinenviite
		kantaasiakasnumero kantaasiakaskortti kortinnumero korttinumero yhteystietoid lahjoittajanumero
		yksiloivatunnus idnumero asiakastunnus asiakasid asiakastunniste asiakkaantunnus kontaktintunnus'),
	('fi', 'email', false, '
		sahkoposti sahkopostiosoite sahkopostit sahkopostiosoitteet sposti spostiosoite sahkop meili meiliosoite
		maili mailiosoite emailosoite henkilokohtainensahkoposti omasahkoposti ensisijainensahkoposti
		ensisijainensahkopostiosoite yrityksensahkoposti sinunsahkopostiosoitteesi sahkoinenosoite
		sahkopostiosoitteesi mikaonsahkopostiosoitteesi'),
	('fi', 'name', false, '
		nimi nimet kokonimi taydellinennimi asiakas etujasukunimi etunimijasukunimi etunimisukunimi
		sukunimijaetunimi sukunimietunimi sukujaetunimi yhteyshenkilo kontakti kontaktihenkilo osallistuja vieras
		ostaja saajannimi vastaanottajannimi lahjoittaja oppilas henkilo henkilonnimi sinunnimesi nayttonimi
		varaajannimi varaaja
		mikaonnimesi nimesi
		mikasinunnimesion'),
	('fi', 'first_name', false, '
		etunimi etunimet etunimiet kutsumanimi ensimmainenetunimi'),
	('fi', 'last_name', false, '
		sukunimi sukunimet'),
	('fi', 'phone', false, '
		puhelin puhelimet puhelinnumero puhelinnumerot puhelinnro puh puhnro puhnumero puhno lankapuhelin
		lankanumero tyonumero yrityksenpuhelin yrityksenpuhelinnumero puhelinvaihde vaihde yhteysnumero
		ensisijainenpuhelin ensisijainenpuhelinnumero paivapuhelin
		puhelinnumerosi'),
	('fi', 'mobile', false, '
		matkapuhelin matkapuhelinnumero matkapuhelinnro matkapuhelimennumero matkapuh matkapuhnro kannykka
		kannykkanumero kannykannumero gsmnumero gsmnro mobiili mobiilinumero mobiilipuhelin puhelinmobiili
		puhelinmatkapuhelin puhelinmatka asiakkaanmatkapuhelin'),
	('fi', 'company', false, '
		yritys yrityksennimi yritysnimi yritysorganisaatio organisaatio organisaationnimi toiminimi firmannimi
		yhtio yhtionnimi yhdistys yhdistyksennimi yhteiso yhteisonnimi seurannimi tyonantaja tyopaikka taho'),
	('fi', 'vat_number', false, '
		ytunnus lytunnus yritystunnus yhteisotunnus alvtunnus alvnumero alvnro alvrekisterinumero
		arvonlisaverotunnus arvonlisaveronumero vattunnus asiakkaanytunnus verotunniste'),
	('fi', 'address', false, '
		osoite osoitteet osoiterivi katuosoite katu kadunnimi katujanumero katujatalonumero lahiosoite
		postiosoite postitusosoite yrityksenosoite laskutuksenosoite yhteysosoite vakituinenosoite
		taydellinenosoite kokoosoite jakeluosoite'),
	('fi', 'address_2', false, '
		osoite2 osoiterivi2 osoiterivi2valinnainen lahiosoite2 katuosoite2 postiosoite2 laskutusosoite2
		lisaosoite osoitelisa osoitteenlisatiedot osoitteentarkenne osoitetarkenne osoitteentoinenrivi coosoite
		huoneisto huoneistonumero asunnonnumero'),
	('fi', 'postal_code', false, '
		postinumero postinro postinr postinumerot pnro postno kotiosoitteenpostinumero laskutuksenpostinumero
		laskutusosoitteenpostinumero postikoodi
		postino'),
	('fi', 'city', false, '
		kaupunki kaupungit paikkakunta postitoimipaikka postitoimip postitp postitmp ptp toimipaikka kunta
		kotipaikka asuinpaikka asuinkunta asuinpaikkakunta kaupunkikunta kaupunkipaikkakunta
		laskutuksenpostitoimipaikka laskutusosoitteenkaupunki taajama'),
	('fi', 'region', false, '
		maakunta laani osavaltio osavaltiomaakunta maakuntaosavaltio provinssi osavaltioalue maakunnannimi
		seutukunta'),
	('fi', 'country', false, '
		maa maakoodi maatunnus maannimi maankoodi maaalue maataialue asuinmaa asuinvaltio laskutuksenmaa
		osoitteenmaa valtio'),
	('fi', 'language', false, '
		kieli kielet kielikoodi kielivalinta asiointikieli yhteydenpitokieli ensisijainenkieli aidinkieli
		toivottukieli haluttukieli kommunikointikieli viestintakieli postituskieli uutiskirjeenkieli kayttokieli
		kieliversio asiakkaankieli'),
	('fi', 'birth_date', false, '
		syntymaaika syntymapaiva syntymapaivamaara syntymapvm syntaika syntpvm syntynyt synttarit
		syntymaaikappkkvvvv syntymapv syntymap asiakkaansyntymaaika jasenensyntymaaika osallistujansyntymaaika'),
	('fi', 'customer_since', false, '
		asiakasalkaen asiakkaanaalkaen asiakkuusalkanut asiakkuudenalku asiakkuudenalkupaiva asiakkuusalkoi
		jasenalkaen jasenyysalkanut jasenyysalkoi jasenyydenalku liittymispaiva liittymispvm liittymispaivamaara
		liittynyt luotu luotupvm luontipaiva luontipvm luontipaivamaara luontiaika luomispaiva luomispvm
		luomispaivamaara rekisteroitymispaiva rekisteroitymispvm rekisterointipaiva rekisterointipvm
		rekisteroitynyt lisatty lisayspaiva
		liittymisvuosi liittynytvuonna'),
	('fi', 'note', false, '
		muistiinpano muistiinpanot huomautus huomautukset huomio huomiot huom huomioitavaa kommentti kommentit
		lisatieto lisatiedot lisatietoja muuttiedot muuta muutatietoa sisainenmuistiinpano sisaisetmuistiinpanot
		sisainenkommentti sisainenhuomautus muistio merkinta merkinnat vapaateksti vapaasana kuvaus viesti selite
		asiakkaankommentti asiakkaanhuomautus asiakkaanlisatiedot asiakasmuistio'),
	('fi', 'password', false, '
		salasana tunnussana'),
	('fi', 'subscribed', false, '
		sahkopostilista postituslista postituslistalla markkinointiluvat sahkopostilupa sahkopostimarkkinointi
		sahkoinensuoramarkkinointi sahkoinenmarkkinointilupa suoramarkkinointi suoramarkkinointilupa
		markkinoinninsuostumus suostumusmarkkinointiin suostumussahkopostimarkkinointiin suostumuksentila
		lupasahkopostiin lupasahkopostimarkkinointiin lupamarkkinointiin saalahettaasahkopostia saamarkkinoida
		hyvaksyymarkkinoinnin markkinointisallittu sahkopostisallittu mainospostit'),
	('fi', 'subscribed', true, '
		poistunutlistalta eimainoksia'),
	('fi', 'vip', false, '
		vipjasen onvip viptila vipasiakas'),
	('fi', 'tax_exempt', false, '
		veroton alvvapaa verovapaa vapautettuverosta vapautettuarvonlisaverosta arvonlisaveroton alviton
		verovapautus eialv verotonasiakas'),
	('fi', 'loyalty_points', false, '
		pisteet pistesaldo pistetilanne pistemaara kantaasiakaspisteet bonuspisteet bonuksetpisteina etupisteet
		etupistesaldo jasenpisteet kertyneetpisteet kaytettavissaolevatpisteet pisteita asiakaspisteet'),
	('fi', 'groups', false, '
		ryhma ryhmat ryhmannimi ryhmiennimet asiakasluokka asiakaskategoria asiakastaso kategoriat luokat
		tunnisteet tagit avainsanat avainsana asiasanat jasenryhma jasenryhmat jasentyyppi jasenlaji jasenluokka
		jasenyystyyppi jasenyydentyyppi jasenyystaso jasenyysluokka kantaasiakastaso yhteystietoryhma
		yhteystietoryhmat kontaktiryhma kayttajaryhma kayttajaryhmat hintaryhma kohderyhma kohderyhmat osasto
		osastot jaosto jaostot joukkue joukkueet etiketit postitusryhma asiakasryhma asiakasryhmat asiakasluokat'),
	('pt', 'identifier', false, '
		codigodocliente coddocliente nodocliente numerodocliente nrcliente referenciadocliente identificacao
		numerodosocio codigodosocio numerodematricula noassociado numerodeassociado numerodoparticipante idpessoa
		cartaocliente nodocartao numerodocartao cartaodefidelidade nodoador iddocliente identificadordocliente
		iddocontato iddocontacto idcontato iddoassinante iddousuariocliente iddoparticipante iddocomprador'),
	('pt', 'email', false, '
		correioeletronico correioelectronico enderecodeemail enderecoemail enderecoeletronico
		enderecodecorreioeletronico correio emailpessoal emailprofissional emailcorporativo emailprimario
		emailparafaturacao emailnfe seuemail seumelhoremail oseuemail
		qualseuemail seuemailaddress'),
	('pt', 'name', false, '
		nomecompleto nomeesobrenome nomeeapelido nomeeapelidos nomesobrenome contato pessoa nomedapessoa
		convidado nomedoconvidado hospede nomedohospede doador nomedodestinatario aluno nomedopaciente
		nomedotitular seunome oseunome nomedeexibicao nomeparaexibicao sobrenomeenome apelidoenome
		qualseunome'),
	('pt', 'first_name', false, '
		nome nomes primeironome nomeproprio nomesproprios prenome nomedebatismo 1onome seuprimeironome'),
	('pt', 'last_name', false, '
		sobrenome sobrenomes apelido apelidos ultimonome ultimosobrenome nomedefamilia nomesdefamilia segundonome
		seusobrenome'),
	('pt', 'phone', false, '
		telefones numerodetelefone numerotelefone notelefone nodetelefone nodotelefone numtelefone nrtelefone
		fone fones telefonefixo telfixo fixo linhafixa telefonepessoal telefoneescritorio telefoneprofissional
		telefoneprincipal telefoneparacontato contatotelefonico contactotelefonico numerodecontato seutelefone
		telefonetelemovel dddtelefone dddetelefone
		qualseutelefone'),
	('pt', 'mobile', false, '
		telemovel numerodetelemovel numerodotelemovel numerotelemovel numtelemovel notelemovel nodetelemovel
		ntelemovel contactotelemovel contatotelemovel numerodocelular telefonecelular telefonemovel fonecelular
		telemovelcliente telemoveldocliente celularcontato contatocelular celulardocliente
		numerodetelefonecelular'),
	('pt', 'company', false, '
		nomedaempresa nomeempresa razaosocial nomefantasia nomecomercial denominacaosocial denominacao
		organizacao nomedaorganizacao companhia nomedacompanhia sociedade entidade nomedaentidade instituicao
		associacao entidadepatronal empregador estabelecimento nomedoestabelecimento'),
	('pt', 'vat_number', false, '
		contribuinte numerodecontribuinte numerocontribuinte numcontribuinte nocontribuinte nodecontribuinte
		ncontribuinte nrcontribuinte nifcontribuinte contribuintenif nipc nifnipc cnpj cnpjcpf cpfcnpj numerocnpj
		cnpjcliente nifdocliente numerodeidentificacaofiscal numeroidentificacaofiscal identificacaofiscal
		numerofiscaldecontribuinte'),
	('pt', 'address', false, '
		endereco enderecos enderecolinha1 linhadeendereco linha1doendereco enderecocompleto enderecoprincipal
		enderecopessoal enderecoprofissional enderecopostal enderecodecorrespondencia enderecofiscal enderecorua
		morada moradas moradalinha1 moradacompleta moradafiscal moradapostal moradaprincipal moradaderesidencia
		rua ruaenumero ruanumero nomedarua ruaavenida logradouro seuendereco'),
	('pt', 'address_2', false, '
		endereco2 enderecolinha2 linha2doendereco linhadeendereco2 linha2endereco enderecocomplementar
		complementoendereco complementodoendereco complementodeendereco enderecocomplemento complemento
		moradalinha2 morada2 linha2damorada complementodamorada moradacomplementar rua2 enderecodecobranca2
		enderecodefaturacao2 apto'),
	('pt', 'postal_code', false, '
		cep codigodeenderecamentopostal codigopostalcep cepcodigopostal enderecocep numerodocep'),
	('pt', 'city', false, '
		cidade cidades localidade municipios cidadelocalidade cidademunicipio municipiocidade cidadederesidencia
		cidadeondemora nomedacidade nomedomunicipio suacidade enderecocidade localidadepostal'),
	('pt', 'region', false, '
		estados estadouf uf ufestado distrito distritos regiao regioes distritoderesidencia unidadefederativa
		estadoderesidencia estadoregiao'),
	('pt', 'country', false, '
		paisregiao nomedopais codigodopais codigoisodopais paisdeorigem enderecopais'),
	('pt', 'language', false, '
		lingua linguas linguagem idiomapreferencial linguapreferida linguapreferencial idiomadecomunicacao
		linguamaterna codigodoidioma codigodalingua linguadecomunicacao idiomadoutilizador idiomadocliente
		idiomadocontato linguadocliente'),
	('pt', 'birth_date', false, '
		datadenascimento datadenasc dtnascimento dtnasc datadenascimentoddmmaaaa nascimento nascidoem nascidaem
		nasc dnascimento aniversario datadeaniversario datadoaniversario datanascimento datanasc dataaniversario
		datadenascimentodocliente datadenascimentocliente datadenascimentodosocio datadenascimentodoparticipante
		datadenascimentodoaluno aniversariodocliente'),
	('pt', 'customer_since', false, '
		membrodesde associadodesde datacadastro datadecadastro datadocadastro cadastradoem datacriacao
		datadecriacao criadoem criadaem dataregisto dataderegisto dataregistro dataderegistro registadoem
		registradoem dataadesao datadeadesao dataentrada datadeentrada datadacriacao datadeadicao adicionadoem
		datadecriacaodaconta
		dtcadastro datadamatricula datamatricula cadastro datadoregisto inscritoem'),
	('pt', 'note', false, '
		observacao observacoes anotacao anotacoes apontamento apontamentos observacaointerna observacoesinternas
		informacoesadicionais informacaoadicional outrasinformacoes maisinformacoes textolivre descricao mensagem
		recado notasdocliente notadocliente observacoesdocliente observacaodocliente comentariosdocliente
		comentariodocliente'),
	('pt', 'password', false, '
		senha palavrapasse'),
	('pt', 'subscribed', false, '
		subscreveunewsletter subscrevenewsletter assinantenewsletter assinantedanewsletter assinanewsletter
		assinaturanewsletter statusdainscricao estadodainscricao statusdeinscricao desejarecebernovidades
		recebernovidades receberpromocoes boletim boletiminformativo aceitareceberpromocoes aceitounewsletter
		listadeemails listadeemail publicidade'),
	('pt', 'subscribed', true, '
		inscricaocancelada naoinscrito'),
	('pt', 'vip', false, '
		evip statusvip'),
	('pt', 'tax_exempt', false, '
		isento isentodeimpostos isentodeimposto isentodeiva isentoiva isencaodeiva isencaodeimpostos
		isencaofiscal semiva livredeimpostos isentodeicms clienteisento'),
	('pt', 'loyalty_points', false, '
		pontos pontosdefidelidade pontosfidelidade pontosfidelizacao pontosdefidelizacao pontosacumulados
		pontosdisponiveis pontosdebonus pontosbonus saldodepontos saldopontos totaldepontos totalpontos
		numerodepontos pontuacao pontosderecompensa pontosdocliente pontoscliente'),
	('pt', 'groups', false, '
		nomedogrupo grupodecontatos gruposdecontatos categoriadocliente categoriasdeclientes categoriadosocio
		tipodeassociado tipodemembro tipodeadesao niveldefidelidade niveldeadesao niveldocliente marcador
		marcadores rotulos rotulo palavraschave palavrachave grupodeutilizadores grupodeprecos equipa equipas
		gruposdeinteresse grupodocliente'),
	('it', 'identifier', false, '
		codicecliente codicedelcliente codiceanagrafica ncliente rifcliente riferimentocliente identificativo
		identificatore codiceidentificativo codicecontatto idunivoco codiceunivococliente numerotessera ntessera
		notessera nrtessera tessera tesseran codicetessera nsocio codicesocio matricola numerodimatricola
		numeroiscritto codiceiscritto codicefidelity cartafedelta numerocartafedelta cartafidelity fidelitycard
		numerocarta idesterno codiceesterno riferimentoesterno idanagrafica codicedonatore codicepaziente
		identificativocliente idcontatto idpartecipante iddonatore idacquirente
		codicecli'),
	('it', 'email', false, '
		indirizzoemail indirizzodipostaelettronica indirizzomail indirizziemail indirizzodiposta
		indirizzoelettronico postaelettronica posta emailpersonale mailpersonale emailprivata emailaziendale
		mailaziendale emailazienda emailprincipale indirizzoemailprincipale emailamministrazione latuaemail
		iltuoindirizzoemail latuamail emailrecapito'),
	('it', 'name', false, '
		nomeecognome nomecognome cognomeenome cognomenome nominativo nominativi intestatario intestazione
		contatto referente partecipante ospite invitato donatore acquirente nomedestinatario alunno paziente
		titolare iltuonome nomevisualizzato denominazione
		comeltichiami ilsuonome
		cometichiami'),
	('it', 'first_name', false, '
		nomi nomedibattesimo primonome nomedellapersona'),
	('it', 'last_name', false, '
		cognome cognomi iltuocognome nomedifamiglia'),
	('it', 'phone', false, '
		telefoni numeroditelefono ntelefono nrtelefono nditelefono ntel recapitotelefonico recapito
		recapititelefonici recapiti telefonofisso telfisso fisso numerofisso lineafissa retefissa
		telefonopersonale telefonoazienda telefonoaziendale telefonoprincipale contattotelefonico iltuotelefono
		iltuonumeroditelefono'),
	('it', 'mobile', false, '
		cellulare cellularecliente cellularedelcliente numerocellulare numerodicellulare numerodelcellulare
		numcellulare ncellulare nocellulare nrcellulare telefonocellulare telefonomobile telcellulare
		numerotelefonocellulare numeroditelefonocellulare recapitocellulare cellulare1 cellularepersonale cel'),
	('it', 'company', false, '
		azienda aziende nomeazienda nomedellazienda ragionesociale ragsociale ragsoc ragionesocialenome
		denominazionesociale denominazioneazienda ditta nomeditta societa nomesocieta nomedellasocieta impresa
		nomeimpresa ente nomeente organizzazione nomeorganizzazione aziendaente aziendaorganizzazione
		associazione nomeassociazione istituto istituzione datoredilavoro nomecommerciale insegna compagnia'),
	('it', 'vat_number', false, '
		partitaiva partitaivan partitaivacliente numeropartitaiva numerodipartitaiva npartitaiva nopartitaiva
		nrpartitaiva piva pivacliente pivacf cfpiva pivacodicefiscale codicefiscalepiva partitaivacodicefiscale
		codicefiscalepartitaiva partitaivacf cfpartitaiva codiceiva numeroivacliente'),
	('it', 'address', false, '
		indirizzo indirizzi indirizzoriga1 rigaindirizzo1 riga1indirizzo indirizzolinea1 indirizzovia
		indirizzocompleto indirizzoprincipale indirizzopostale indirizzodiresidenza indirizzoresidenza residenza
		indirizzopersonale indirizzodomicilio indirizzoazienda indirizzoaziendale indirizzosede sedelegale
		indirizzosedelegale viaenumero viaen viaenumerocivico viaecivico viaencivico vianumero viapiazza nomevia
		strada recapitopostale'),
	('it', 'address_2', false, '
		indirizzo2 indirizzoriga2 rigaindirizzo2 riga2indirizzo indirizzolinea2 secondarigaindirizzo
		indirizzosecondariga indirizzocomplementare indirizzoaggiuntivo indirizzosupplementare
		complementoindirizzo complementodiindirizzo indirizzocomplemento informazioniaggiuntiveindirizzo
		indirizzodifatturazione2 via2 presso appartamento'),
	('it', 'postal_code', false, '
		cap codicepostale codpostale codicediavviamentopostale capresidenza capdiresidenza capsede capsedelegale
		capcodicepostale capzip zipcap indirizzocap'),
	('it', 'city', false, '
		citta comune comuni localita cittacomune comunecitta cittalocalita comunediresidenza comuneresidenza
		cittadiresidenza cittaresidenza localitaresidenza luogodiresidenza cittasede comunesedelegale
		cittasedelegale cittaazienda paesecitta nomecitta indirizzocitta'),
	('it', 'region', false, '
		provinciasigla siglaprovincia regione regioni statoprovincia provinciastato provinciaresidenza
		provinciadiresidenza provresidenza provdiresidenza provinciasede cantone regioneprovincia
		provinciaregione statofederato'),
	('it', 'country', false, '
		paese paesi nazione nazioni paesenazione paeseareageografica paeseregione statonazione statopaese
		codicepaese codicenazione codiceisopaese codiceisonazione codpaese codnazione codicestato siglanazione
		nomepaese nazioneresidenza nazionediresidenza paesediresidenza paeseresidenza statodiresidenza
		nazionesede'),
	('it', 'language', false, '
		lingue linguapreferita linguapreferenziale linguadipreferenza linguadicomunicazione linguamadre
		madrelingua linguaprincipale linguaparlata codicelingua codlingua codiceisolingua linguanewsletter
		linguacorrispondenza linguadocumenti linguadicontatto linguacliente linguadelcliente linguacontatto
		linguadelcontatto linguautente'),
	('it', 'birth_date', false, '
		datadinascita datadinasc dtnascita nascita natoil natail natoail natoa giornodinascita compleanno
		datadicompleanno datadinascitaggmmaaaa dnascita ddinascita latuadatadinascita datanascita datacompleanno
		datadinascitacliente datanascitacliente datadinascitasocio datadinascitapartecipante datadinascitaalunno
		compleannocliente'),
	('it', 'customer_since', false, '
		clientedal clientedadata clienteda sociodal sociodadata membrodal datacreazione datadicreazione
		datacreazionecliente creatoil creatail creato datacreato dataregistrazione datadiregistrazione
		registratoil registratodal datainserimento datadiinserimento inseritoil dataadesione datadiadesione
		datatesseramento datacreazioneaccount dataiscrizione datadiiscrizione
		iscrittodal iscrittoil annoiscrizione tesseratodal'),
	('it', 'note', false, '
		osservazione osservazioni commento commenti commentiinterni annotazione annotazioni appunto appunti
		promemoria altreinformazioni ulterioriinformazioni informazioniaggiuntive informazionisupplementari
		infoaggiuntive testolibero descrizione messaggio notepubbliche noteaggiuntive notecliente notedelcliente
		commentocliente commenticliente noteprivate'),
	('it', 'password', false, '
		paroladordine'),
	('it', 'subscribed', false, '
		iscritto statoiscrizione statodiiscrizione abbonatonewsletter abbonatoallanewsletter
		sottoscrizionenewsletter invionewsletter consensoalmarketingviaemail consensoinvionewsletter
		consensoprivacymarketing accettapromozioni marketingviaemail comunicazionicommerciali
		comunicazionipromozionali pubblicita listaemail'),
	('it', 'subscribed', true, '
		nientepubblicita'),
	('it', 'vip', false, '
		statovip'),
	('it', 'tax_exempt', false, '
		esente esentedaimposte esentedatasse esenteiva esentedaiva esenzioneiva esenzionefiscale senzaiva
		nonimponibile esentasse clienteesente'),
	('it', 'loyalty_points', false, '
		punti puntifedelta puntifidelity puntibonus puntipremio puntiaccumulati puntidisponibili puntitessera
		punticarta saldopunti saldopuntifedelta totalepunti numeropunti npunti puntiattuali punteggiofedelta
		punticliente'),
	('it', 'groups', false, '
		gruppo gruppi gruppoi nomegruppo nomedelgruppo gruppoclienti gruppiclienti gruppodiclienti gruppocontatti
		gruppicontatti gruppidicontatti categorie categoriaclienti categorieclienti categoriasoci tiposocio
		tipologiasocio tipodisocio tipotessera tipoiscrizione tipologiatessera livellofedelta livellodifedelta
		livellotessera livellocliente etichetta etichette parolechiave gruppoutenti gruppiutenti gruppoprezzi
		gruppidiinteresse squadra squadre gruppocliente gruppicliente categoriecliente tagcliente tagcontatto'),
	('pl', 'identifier', false, '
		identyfikator nrklienta numerklienta kodklienta symbolklienta akronim symbolkontrahenta kodkontrahenta
		nrkontrahenta numerkontrahenta nrczlonkowski numerczlonkowski nrczlonka numerczlonka nrlegitymacji
		numerlegitymacji numerkontaktu idosoby nruczestnika numeruczestnika nrkarty numerkarty kartalojalnosciowa
		nrkartylojalnosciowej numerkartylojalnosciowej kartastalegoklienta idzewnetrzne identyfikatorzewnetrzny
		kodzewnetrzny zewnetrznyid nrzewnetrzny iddarczyncy nrkartoteki nrpacjenta identyfikatorklienta idklienta
		klientid idklient akronimkontrahenta idkontrahenta identyfikatorkontrahenta idczlonka idkontaktu
		iduczestnika idsubskrybenta idodbiorcy idkupujacego idgoscia'),
	('pl', 'email', false, '
		adresemail adresmailowy adresmail adrespocztyelektronicznej adreselektroniczny adresemailowy adresyemail
		pocztaelektroniczna pocztaemail maile emaile emailkontaktowy emailprywatny prywatnyemail emaildopracy
		emailglowny glownyemail podstawowyemail podstawowyadresemail emaildofaktur emaildoefaktur emailfakturowy
		twojemail twojadresemail'),
	('pl', 'name', false, '
		klient klienci kontrahent imieinazwisko imienazwisko imionainazwisko nazwiskoiimie nazwiskoimie
		pelnanazwa pelneimieinazwisko nazwa nazwapelna imieinazwiskolubnazwa osobakontaktowa osoba uczestnik gosc
		darczynca kupujacy nabywca nazwanabywcy zamawiajacy odbiorca uczen pacjent twojeimieinazwisko
		wyswietlananazwa
		jaksienazywasz'),
	('pl', 'first_name', false, '
		imie imiona imieimiona pierwszeimie twojeimie'),
	('pl', 'last_name', false, '
		nazwisko nazwiska twojenazwisko nazwiskorodowe'),
	('pl', 'phone', false, '
		telefony numertelefonu nrtelefonu nrtel numerytelefonow numertel telkontaktowy telefonkontaktowy
		numerkontaktowy kontakttelefoniczny numertelefonukontaktowego telefonstacjonarny telstacjonarny
		stacjonarny numerstacjonarny telefondom telefonprywatny telefonsluzb telefonpraca telefondopracy
		telefonbiuro telefonfirmy telefonglowny glownytelefon podstawowytelefon twojtelefon twojnumertelefonu
		telefonkomorka'),
	('pl', 'mobile', false, '
		telefonkomorkowy telkomorkowy telkom komorka komorkowy numerkomorkowy numerkomorki nrkomorki nrkomorkowy
		numertelefonukomorkowego nrtelefonukomorkowego nrtelkomorkowego nrtelkom komorkaklienta'),
	('pl', 'company', false, '
		firmy nazwafirmy nazwaprzedsiebiorstwa przedsiebiorstwo nazwapodmiotu podmiot organizacja
		nazwaorganizacji spolka nazwaspolki instytucja nazwainstytucji nazwaskrocona nazwaskroconafirmy
		zakladpracy pracodawca stowarzyszenie nazwaklubu'),
	('pl', 'vat_number', false, '
		nip nrnip numernip nipue niep nipfirmy nipklienta nipkontrahenta nippesel vatue nrvatue numervatue nrvat
		numervat numerpodatkowy nrpodatkowy identyfikatorpodatkowy numeridentyfikacjipodatkowej nipvatue'),
	('pl', 'address', false, '
		adresy adreslinia1 liniaadresu1 wierszadresu1 pierwszaliniaadresu adreswiersz1 adresulica
		adreszamieszkania adreszameldowania miejscezamieszkaniaadres adreskorespondencyjny adrespocztowy
		adrespelny pelnyadres adresfirmy adressiedziby siedziba adresprywatny adresfaktury adresnafakturze ulica
		ul ulicainumer ulicainr ulicanr ulicainrdomu ulicainumerdomu ulicainrlokalu ulicanrdomulokalu
		ulicainumerdomumieszkania nazwaulicy twojadres'),
	('pl', 'address_2', false, '
		adreslinia2 adres2linia liniaadresu2 linia2adresu drugaliniaadresu liniaadresowa2 adrescd adresciagdalszy
		adresuzupelnienie uzupelnienieadresu dodatkowyadres adresdodatkowy ulica2 nrlokalu numerlokalu
		nrmieszkania numermieszkania'),
	('pl', 'postal_code', false, '
		kodpocztowy kodypocztowe kodpoczt kodpoczty kodpocztowyfirmy adreskodpocztowy kodpocztowyadresu
		kodpocztowyzamieszkania pocztowykod
		kodpocz'),
	('pl', 'city', false, '
		miasto miasta miejscowosc miejscowosci miastomiejscowosc miejscowoscmiasto miejscezamieszkania
		miastozamieszkania miejscowosczamieszkania miastofirmy adresmiasto adresmiejscowosc nazwamiasta
		nazwamiejscowosci gminamiasto twojemiasto'),
	('pl', 'region', false, '
		wojewodztwo wojewodztwa woj regiony stanprowincja prowincja wojewodztworegion stanregion stanwojewodztwo
		wojewodztwostan nazwawojewodztwa wojewodztwozamieszkania'),
	('pl', 'country', false, '
		kraj kraje panstwo kodkraju kodkrajuiso kodisokraju krajregion krajlubregion nazwakraju krajzamieszkania
		krajpochodzenia krajfirmy adreskraj symbolkraju'),
	('pl', 'language', false, '
		jezyk jezyki preferowanyjezyk jezykpreferowany jezykkomunikacji jezykkorespondencji jezykojczysty
		jezykglowny glownyjezyk kodjezyka kodisojezyka wersjajezykowa jezyknewslettera jezykwiadomosci
		jezykkontaktu jezykklienta jezykkontrahenta jezyksubskrybenta jezykuzytkownika'),
	('pl', 'birth_date', false, '
		dataurodzenia dataur dataurodz dataurodzin urodziny urodzony urodzona dzienurodzin dzienurodzenia dtur
		dataurodzeniarrrrmmdd urodzonya urdnia dataurodzeniaklienta dataurodzeniaczlonka dataurodzeniauczestnika
		dataurodzeniaucznia'),
	('pl', 'customer_since', false, '
		klientod klientodkiedy czlonekod czlonkiemod datadolaczenia dolaczyl datautworzenia utworzono utworzony
		utworzonodnia datautworzeniakonta datarejestracji zarejestrowano zarejestrowany datazarejestrowania
		datadodania dodano datazalozenia datazalozeniakonta datazalozeniakontaklienta dataprzystapienia
		datazapisu rokprzystapienia
		dateadd dataadd'),
	('pl', 'note', false, '
		notatka notatki notatkawewnetrzna notatkiwewnetrzne notatkaokliencie uwaga uwagi uwagiwewnetrzne
		uwagidodatkowe dodatkoweuwagi komentarz komentarze komentarzwewnetrzny adnotacja adnotacje
		informacjedodatkowe dodatkoweinformacje inneinformacje opis notka dopisek wiadomosc poleopisowe
		notatkaprywatna notatkaklienta notatkiklienta uwagiklienta uwagidoklienta komentarzklienta opisklienta'),
	('pl', 'password', false, '
		haslo'),
	('pl', 'subscribed', false, '
		subskrybuje subskrypcja subskrypcjanewslettera subskrybujenewsletter statussubskrypcji zapisany zapisana
		odbieranewsletter biuletyn biuletyninformacyjny listamailingowa listamailowa zgodamarketingowa
		zgodanakontaktmailowy zgodanainformacjehandlowe zgodanaotrzymywanieinformacjihandlowych
		zgodanakomunikacjeemail zgodanakomunikacjemarketingowa akceptujemarketing akceptujenewsletter mailingi
		reklama rodo'),
	('pl', 'vip', false, '
		czyvip klientvip'),
	('pl', 'tax_exempt', false, '
		zwolnionyzpodatku zwolnionyzvat zwolnieniezvat zwolnieniezpodatku bezvat bezpodatku vatzwolniony
		nieopodatkowany klientzwolnionyzvat'),
	('pl', 'loyalty_points', false, '
		punkty punktylojalnosciowe punktybonusowe punktystalegoklienta saldopunktow stanpunktow liczbapunktow
		sumapunktow punktyzgromadzone punktydostepne dostepnepunkty iloscpunktow punktypremiowe punktywprogramie
		punktyklienta'),
	('pl', 'groups', false, '
		grupa grupy grupay nazwagrupy grupaklientow grupyklientow grupakontrahentow grupakontaktow grupykontaktow
		kategorie kategoriaklienta kategorieklientow kategoriakontrahenta kategoriaczlonka kategoriaczlonkostwa
		rodzajczlonkostwa typczlonkostwa typczlonka poziomczlonkostwa poziomlojalnosciowy poziomklienta tagi
		etykieta etykiety slowakluczowe znaczniki znacznik grupauzytkownikow grupyuzytkownikow grupacenowa
		grupycenowe grupyzainteresowan dzial dzialy druzyna druzyny grupaodbiorcow grupyodbiorcow grupaklienta
		grupyklienta grupakontrahenta kategorieklienta tagklienta tagiklienta tagikontaktu'),
	('cs', 'identifier', false, '
		cislozakaznika zakaznickecislo idzakaznika kodzakaznika clenskecislo cisloclena
		cisloklienta evidencnicislo zakaznikid'),
	('cs', 'email', false, '
		emailovaadresa adresaemailu
		emailzakaznika kontaktniemail'),
	('cs', 'name', false, '
		jmenoaprijmeni celejmeno prijmeniajmeno
		nazev nazevklienta jmenozakaznika zakaznik odberatel titulkyjmenoprijmeni prijmenijmeno
		jmenoprijmeni'),
	('cs', 'first_name', false, '
		jmeno krestnijmeno'),
	('cs', 'last_name', false, '
		prijmeni'),
	('cs', 'phone', false, '
		telefonnicislo telefondomu
		telcislo pevnalinka telzakaznika'),
	('cs', 'mobile', false, '
		mobilnitelefon mobilnicislo
		mobilni'),
	('cs', 'company', false, '
		nazevfirmy spolecnost
		organizace nazevorganizace firmanazev'),
	('cs', 'vat_number', false, '
		dic'),
	('cs', 'address', false, '
		ulice uliceacislo uliceacp adresa
		adresabydliste bydliste trvalebydliste fakturacniadresa dodaciadresa ulicecislo'),
	('cs', 'postal_code', false, '
		psc postovnismerovacicislo
		postovnikod'),
	('cs', 'city', false, '
		mesto obec mestoobec'),
	('cs', 'country', false, '
		zeme
		stat'),
	('cs', 'language', false, '
		jazyk'),
	('cs', 'birth_date', false, '
		datumnarozeni narozen narozeniny
		datnarozeni datumnar narozena'),
	('cs', 'customer_since', false, '
		datumregistrace zakaznikod clenemod
		vytvoreno registrovan zalozeno datumvytvoreni datumzalozeni datumvstupu datumregistrovani'),
	('cs', 'note', false, '
		poznamka poznamky
		pozn komentar'),
	('cs', 'password', false, '
		heslo hesloklienta heslouzivatele uzivatelskeheslo noveheslo'),
	('cs', 'subscribed', false, '
		odbernovinek odbernewsletteru zasilaninovinek souhlassezasilanimnovinek souhlassnewsletterem
		marketingovysouhlas souhlassmarketingem obchodnisdeleni souhlassobchodnimisdelenimi
		zasilaniobchodnichsdeleni'),
	('cs', 'subscribed', true, '
		odhlasen odhlaseno odhlasenizodberu nezasilat nezasilatnovinky nezasilatobchodnisdeleni'),
	('cs', 'groups', false, '
		skupina skupiny stitky
		skupinazakazniku'),
	('cs', 'region', false, '
		okres'),
	('ru', 'identifier', false, '
		номерклиента кодклиента idклиента номеркартыклиента номеручастника
		кодконтрагента членскийбилет idконтакта'),
	('ru', 'email', false, '
		почта электроннаяпочта элпочта адресэлектроннойпочты emailадрес имейл
		рабочийemail emailконтакта личныйemail частныйemail домашнийemail адресemail мейл'),
	('ru', 'name', false, '
		фио имяифамилия фамилияиимя полноеимя имяклиента клиент контактноелицо
		наименование полноенаименование наименованиеконтакта наименованиеклиента покупатель контрагент имяконтакта
		фиоклиента фамилияимяотчество фамилияимя имяотчествофамилия'),
	('ru', 'first_name', false, '
		имя'),
	('ru', 'last_name', false, '
		фамилия'),
	('ru', 'phone', false, '
		телефон номертелефона контактныйтелефон рабочийтелефон домашнийтелефон
		тел номертел контактныетелефоны телефонклиента телефоны'),
	('ru', 'mobile', false, '
		мобильный мобильныйтелефон сотовый сотовыйтелефон мобтелефон
		моб мобтел мобильныйномер телмоб сот'),
	('ru', 'company', false, '
		компания организация названиекомпании фирма
		компанияконтакта наименованиекомпании наименованиеорганизации названиеорганизации юрлицо работодатель'),
	('ru', 'vat_number', false, '
		инн'),
	('ru', 'address', false, '
		адрес улица почтовыйадрес адресдоставки
		фактическийадрес юридическийадрес домашнийадрес адреспроживания адресклиента адресрегистрации'),
	('ru', 'postal_code', false, '
		индекс почтовыйиндекс
		индексадреса'),
	('ru', 'city', false, '
		город населенныйпункт населённыйпункт
		населпункт местожительства
		городдоставки'),
	('ru', 'region', false, '
		область регион край
		областькрай районобласть субъектрф'),
	('ru', 'country', false, '
		страна'),
	('ru', 'language', false, '
		язык'),
	('ru', 'birth_date', false, '
		датарождения деньрождения др
		датарожд датарож рожден днюха датарожденияклиента'),
	('ru', 'customer_since', false, '
		датарегистрации датасоздания клиентс
		датавступления датадобавления датаоформления датазаведения клиентсдата'),
	('ru', 'note', false, '
		примечание примечания комментарий комментарии заметки заметка
		комментарийкконтакту коммент доппинформация дополнительно'),
	('ru', 'password', false, '
		пароль парольклиента парольпользователя новыйпароль'),
	('ru', 'subscribed', false, '
		рассылка подписка подписканарассылку подписан подписаннарассылку подписананарассылку согласиенарассылку
		согласиенаполучениерассылки новостнаярассылка emailрассылка рекламнаярассылка'),
	('ru', 'subscribed', true, '
		отписка отписан отписался отписалась отписанотрассылки датаотписки отказотрассылки неотправлять неписать
		неприсылать'),
	('ru', 'groups', false, '
		группа группы метки теги
		категория категории сегмент тег метка группаклиентов группыклиентов'),
	('tr', 'identifier', false, '
		musterino musterinumarasi musterikodu musteriid uyeno uyenumarasi
		hastano
		carikod carikodu hesapkodu musterikod kayitno'),
	('tr', 'email', false, '
		eposta epostaadresi epostaadres mailadresi'),
	('tr', 'name', false, '
		adsoyad adisoyadi advesoyad isimsoyisim musteriadi tamad
		musteri adiunvani adsoyadunvan aliciadi'),
	('tr', 'first_name', false, '
		adi isim ilkad'),
	('tr', 'last_name', false, '
		soyad soyadi soyisim'),
	('tr', 'phone', false, '
		telefonnumarasi telefonno evtelefonu istelefonu
		tel1 telefon1 istel evtel'),
	('tr', 'mobile', false, '
		ceptelefonu cepno
		ceptel cepteli ceptelno gsmno'),
	('tr', 'company', false, '
		sirket sirketadi firmaadi
		firmaunvani sirketunvani'),
	('tr', 'vat_number', false, '
		vergino verginumarasi'),
	('tr', 'address', false, '
		acikadres adressatiri
		teslimatadresi faturaadresi evadresi'),
	('tr', 'postal_code', false, '
		postakodu'),
	('tr', 'city', false, '
		sehir
		sehiril ilsehir'),
	('tr', 'region', false, '
		ilce
		semt bolge eyalet'),
	('tr', 'country', false, '
		ulke'),
	('tr', 'language', false, '
		dil'),
	('tr', 'birth_date', false, '
		dogumtarihi dogumgunu
		dogum dogumtar dtarihi'),
	('tr', 'customer_since', false, '
		kayittarihi uyeliktarihi
		kayittar olusturmatarihi olusturulmatarihi uyelikbaslangici musteriolmatarihi'),
	('tr', 'note', false, '
		notlar aciklama
		aciklamalar'),
	('tr', 'password', false, '
		sifre kullanicisifresi yenisifre parola'),
	('tr', 'subscribed', false, '
		bulten ebulten bultenaboneligi haberbulteni epostaizni ticariiletiizni pazarlamaizni iletionayi
		epostaonayi'),
	('tr', 'subscribed', true, '
		aboneliktencikti abonelikiptali aboneliktencikis gonderme'),
	('tr', 'groups', false, '
		grup gruplar etiketler
		uyegrubu musterigrubu'),
	('hu', 'identifier', false, '
		ugyfelszam ugyfelazonosito vevokod vevoazonosito tagsagiszam tagszam
		azonosito ugyfelkod tagkod torzsszam'),
	('hu', 'email', false, '
		emailcim emailcime
		elektronikuslevelcim'),
	('hu', 'name', false, '
		nev teljesnev ugyfelneve vevoneve kapcsolattarto
		partnerneve partnernev ugyfelnev vevonev ugyfel vevo tagneve nevtag'),
	('hu', 'first_name', false, '
		keresztnev utonev'),
	('hu', 'last_name', false, '
		vezeteknev csaladnev'),
	('hu', 'phone', false, '
		telefonszam telefonszama vezetekestelefon
		telszam telefonszam1'),
	('hu', 'mobile', false, '
		mobilszam
		mobiltelefonszam'),
	('hu', 'company', false, '
		ceg cegnev cegneve
		vallalkozas szervezet cegnevmegnevezes'),
	('hu', 'vat_number', false, '
		adoszam'),
	('hu', 'address', false, '
		cim lakcim utca utcahazszam postacim
		utcahsz kozterulet szallitasicim szamlazasicim levelezesicim utcaeshazszam'),
	('hu', 'postal_code', false, '
		iranyitoszam irsz
		irszam'),
	('hu', 'city', false, '
		varos telepules helyseg'),
	('hu', 'region', false, '
		megye'),
	('hu', 'country', false, '
		orszag'),
	('hu', 'language', false, '
		nyelv'),
	('hu', 'birth_date', false, '
		szuletesidatum szuletesiido szuletesnap
		szulido szuldatum szuletes szuletett szulnap szuldat'),
	('hu', 'customer_since', false, '
		regisztraciodatuma regisztracioideje belepesdatuma
		letrehozva letrehozasdatuma regisztralt regisztracio tagsagkezdete'),
	('hu', 'note', false, '
		megjegyzes megjegyzesek
		megj'),
	('hu', 'password', false, '
		jelszo ujjelszo'),
	('hu', 'subscribed', false, '
		hirlevel hirlevelrefeliratkozott hirlevelfeliratkozas feliratkozott feliratkozas marketinghozzajarulas
		hozzajarulas reklamhozzajarulas kerhirlevelet'),
	('hu', 'subscribed', true, '
		leiratkozott leiratkozas leiratkozasdatuma nemkerhirlevelet nekuldj letiltva'),
	('hu', 'groups', false, '
		csoport csoportok cimkek
		vevocsoport ugyfelcsoport cimke kategoriak'),
	('el', 'identifier', false, '
		κωδικόσπελάτη κωδικοσπελατη αριθμόσπελάτη αριθμοσπελατη αριθμόσμέλουσ αριθμοσμελουσ'),
	('el', 'email', false, '
		ηλεκτρονικήδιεύθυνση ηλεκτρονικηδιευθυνση ηλταχυδρομείο ηλταχυδρομειο διεύθυνσηemail διευθυνσηemail
		ηλεκτρονικόταχυδρομείο ηλεκτρονικοταχυδρομειο'),
	('el', 'name', false, '
		ονοματεπώνυμο ονοματεπωνυμο πλήρεσόνομα πληρεσονομα
		όνομαεπώνυμο ονομαεπωνυμο επώνυμοόνομα επωνυμοονομα πελάτησ πελατησ όνομαπελάτη ονομαπελατη'),
	('el', 'first_name', false, '
		όνομα ονομα'),
	('el', 'last_name', false, '
		επώνυμο επωνυμο επίθετο επιθετο'),
	('el', 'phone', false, '
		τηλέφωνο τηλεφωνο τηλέφωνοοικίασ τηλεφωνοοικιασ τηλ σταθερό σταθερο
		τηλεπικοινωνίασ τηλεπικοινωνιασ
		τηλέφωνοεπικοινωνίασ τηλεφωνοεπικοινωνιασ'),
	('el', 'mobile', false, '
		κινητό κινητο κινητότηλέφωνο κινητοτηλεφωνο
		κιν τηλκινητό τηλκινητο'),
	('el', 'company', false, '
		εταιρεία εταιρεια εταιρία εταιρια επωνυμία επωνυμια
		επωνυμίαεταιρείασ επωνυμιαεταιρειασ'),
	('el', 'vat_number', false, '
		αφμ'),
	('el', 'address', false, '
		διεύθυνση διευθυνση οδόσ οδοσ οδόσκαιαριθμόσ οδοσκαιαριθμοσ
		διεύθυνσηκατοικίασ διευθυνσηκατοικιασ'),
	('el', 'postal_code', false, '
		τκ ταχυδρομικόσκώδικασ ταχυδρομικοσκωδικασ
		ταχκώδικασ ταχκωδικασ ταχυδρκώδικασ ταχυδρκωδικασ'),
	('el', 'city', false, '
		πόλη πολη δήμοσ δημοσ'),
	('el', 'region', false, '
		νομόσ νομοσ περιοχή περιοχη'),
	('el', 'country', false, '
		χώρα χωρα'),
	('el', 'language', false, '
		γλώσσα γλωσσα'),
	('el', 'birth_date', false, '
		ημερομηνίαγέννησησ ημερομηνιαγεννησησ ημγέννησησ ημγεννησησ γενέθλια γενεθλια
		ημνίαγέννησησ ημνιαγεννησησ γέννηση γεννηση'),
	('el', 'customer_since', false, '
		ημερομηνίαεγγραφήσ ημερομηνιαεγγραφησ ημεγγραφήσ ημεγγραφησ
		πελάτησαπό πελατησαπο μέλοσαπό μελοσαπο'),
	('el', 'note', false, '
		σημειώσεισ σημειωσεισ σχόλια σχολια παρατηρήσεισ παρατηρησεισ
		παρατήρηση παρατηρηση'),
	('el', 'password', false, '
		κωδικόσπρόσβασησ κωδικοσπροσβασησ συνθηματικό συνθηματικο κωδικόσχρήστη κωδικοσχρηστη'),
	('el', 'subscribed', false, '
		ενημερωτικόδελτίο ενημερωτικοδελτιο ενημερωτικάemail ενημερωτικαemail συγκατάθεση συγκαταθεση
		λήψηnewsletter ληψηnewsletter αποδοχήnewsletter αποδοχηnewsletter'),
	('el', 'subscribed', true, '
		διαγραφήαπόnewsletter διαγραφηαποnewsletter απεγγραφή απεγγραφη κατάργησηεγγραφήσ καταργησηεγγραφησ
		όχιnewsletter οχιnewsletter'),
	('el', 'groups', false, '
		ομάδα ομαδα ομάδεσ ομαδεσ ετικέτεσ ετικετεσ
		κατηγορία κατηγορια κατηγορίεσ κατηγοριεσ'),
	('ja', 'identifier', false, '
		会員番号 会員id 顧客番号 顧客id お客様番号'),
	('ja', 'email', false, '
		メールアドレス eメール メール 電子メール'),
	('ja', 'name', false, '
		氏名 名前 お名前 顧客名 会員名'),
	('ja', 'last_name', false, '
		姓 苗字'),
	('ja', 'first_name', false, '
		名'),
	('ja', 'phone', false, '
		電話番号 電話 tel番号'),
	('ja', 'mobile', false, '
		携帯電話 携帯番号 携帯'),
	('ja', 'company', false, '
		会社名 法人名'),
	('ja', 'postal_code', false, '
		郵便番号'),
	('ja', 'region', false, '
		都道府県'),
	('ja', 'city', false, '
		市区町村'),
	('ja', 'address', false, '
		住所 番地 住所1'),
	('ja', 'address_2', false, '
		住所2 建物名'),
	('ja', 'country', false, '
		国'),
	('ja', 'birth_date', false, '
		生年月日 誕生日'),
	('ja', 'customer_since', false, '
		登録日 入会日'),
	('ja', 'note', false, '
		備考 メモ'),
	('ja', 'subscribed', false, '
		メルマガ メルマガ購読 メールマガジン'),
	('is', 'identifier', false, '
		vidskiptamannanumer vidskiptanumer numervidskiptamanns felagsnumer felaganumer medlimanumer kortanumer
		vidskiptavinanumer'),
	('is', 'email', false, '
		netfang tolvupostur tolvupostfang postfang netfong'),
	('is', 'name', false, '
		nafn fulltnafn nafnvidskiptavinar vidskiptavinur vidskiptamadur nafnfelaga nafngreidanda greidandi felagi
		tengilidur'),
	('is', 'first_name', false, '
		fornafn eiginnafn skirnarnafn'),
	('is', 'last_name', false, '
		eftirnafn kenninafn fodurnafn aettarnafn'),
	('is', 'phone', false, '
		simi simanumer heimasimi vinnusimi'),
	('is', 'mobile', false, '
		farsimi gsmnumer farsimanumer gemsi'),
	('is', 'company', false, '
		fyrirtaeki fyrirtaekisnafn nafnfyrirtaekis'),
	('is', 'vat_number', false, '
		vsknumer vsknr'),
	('is', 'address', false, '
		heimilisfang heimili logheimili adsetur postaritun'),
	('is', 'postal_code', false, '
		postnumer'),
	('is', 'city', false, '
		stadur baer sveitarfelag poststod baejarfelag'),
	('is', 'language', false, '
		tungumal'),
	('is', 'birth_date', false, '
		faedingardagur faedingardagsetning faedingard afmaelisdagur faeddur'),
	('is', 'customer_since', false, '
		skraningardagur skrad skradur stofnad vidskiptavinursidan felagisidan medlimursidan dagsetningskraningar'),
	('is', 'note', false, '
		athugasemd athugasemdir minnispunktar'),
	('is', 'subscribed', false, '
		postlisti frettabref skradurapostlista askriftadfrettabrefi samthykkirpost'),
	('is', 'subscribed', true, '
		afskradur afskrad afthakkarpost'),
	('is', 'groups', false, '
		flokkur flokkar hopur hopar'),
	('sk', 'first_name', false, '
		meno krstnemeno'),
	('sk', 'last_name', false, '
		priezvisko'),
	('sk', 'name', false, '
		menoapriezvisko menopriezvisko zakaznikmeno'),
	('sk', 'birth_date', false, '
		datumnarodenia narodeny'),
	('sk', 'phone', false, '
		telefonnecislo'),
	('sk', 'customer_since', false, '
		datumregistracie'),
	('sk', 'country', false, '
		krajina'),
	('ro', 'first_name', false, '
		prenume'),
	('ro', 'last_name', false, '
		nume numedefamilie'),
	('ro', 'name', false, '
		numesiprenume numecomplet numeprenume'),
	('ro', 'city', false, '
		localitate oras localitatea'),
	('ro', 'region', false, '
		judet'),
	('ro', 'country', false, '
		tara'),
	('ro', 'birth_date', false, '
		datanasterii'),
	('ro', 'phone', false, '
		numardetelefon nrtelefon'),
	('ro', 'company', false, '
		denumirefirma'),
	('hr', 'name', false, '
		imeiprezime prezimeiime'),
	('hr', 'first_name', false, '
		ime'),
	('hr', 'last_name', false, '
		prezime'),
	('hr', 'postal_code', false, '
		postanskibroj'),
	('hr', 'birth_date', false, '
		datumrodenja'),
	('hr', 'country', false, '
		drzava'),
	('sl', 'last_name', false, '
		priimek'),
	('sl', 'name', false, '
		imeinpriimek'),
	('sl', 'birth_date', false, '
		datumrojstva'),
	('sl', 'postal_code', false, '
		postnastevilka'),
	('et', 'first_name', false, '
		eesnimi'),
	('et', 'last_name', false, '
		perekonnanimi perenimi'),
	('et', 'name', false, '
		eesjaperekonnanimi'),
	('et', 'birth_date', false, '
		sunniaeg sunnikuupaev'),
	('et', 'address', false, '
		aadress'),
	('et', 'postal_code', false, '
		postiindeks'),
	('et', 'city', false, '
		linn'),
	('lt', 'first_name', false, '
		vardas'),
	('lt', 'last_name', false, '
		pavarde'),
	('lt', 'name', false, '
		vardaspavarde'),
	('lt', 'phone', false, '
		telefonas'),
	('lt', 'city', false, '
		miestas'),
	('lt', 'address', false, '
		adresas'),
	('lt', 'birth_date', false, '
		gimimodata'),
	('lt', 'email', false, '
		elpastas'),
	('lv', 'first_name', false, '
		vards'),
	('lv', 'last_name', false, '
		uzvards'),
	('lv', 'name', false, '
		vardsuzvards'),
	('lv', 'phone', false, '
		talrunis'),
	('lv', 'city', false, '
		pilseta'),
	('lv', 'birth_date', false, '
		dzimsanasdatums'),
	('lv', 'email', false, '
		epasts'),
	('uk', 'first_name', false, '
		імя'),
	('uk', 'last_name', false, '
		прізвище'),
	('uk', 'name', false, '
		піб прізвищеіімя'),
	('uk', 'email', false, '
		електроннапошта'),
	('uk', 'city', false, '
		місто'),
	('uk', 'address', false, '
		адреса'),
	('uk', 'birth_date', false, '
		датанародження'),
	('uk', 'phone', false, '
		номертелефону'),
	('uk', 'note', false, '
		примітка'),
	('bg', 'first_name', false, '
		име'),
	('bg', 'name', false, '
		имеифамилия'),
	('bg', 'email', false, '
		имейладрес'),
	('bg', 'birth_date', false, '
		датанараждане'),
	('ca', 'last_name', false, '
		cognoms cognom primercognom'),
	('ca', 'name', false, '
		nomicognoms'),
	('ca', 'address', false, '
		adreca'),
	('ca', 'postal_code', false, '
		codipostal'),
	('ca', 'city', false, '
		poblacio'),
	('ca', 'email', false, '
		correuelectronic'),
	('ca', 'birth_date', false, '
		datadenaixement'),
	(NULL, 'subscribed', false, '
		rgpd dsgvo consentementrgpd accordrgpd dsgvozustimmung dsgvook'),
	(NULL, 'subscribed', true, '
		cleantime dnc deceased isdeceased deceaseddate dateofdeath died verstorben verstorbenam avdod avliden
		afdod decede decedee datededeces fallecido fallecida deceduto deceduta overleden zmarly zmarla kuollut
		falecido falecida')
) AS l (language, field, negated, words)
CROSS JOIN LATERAL unnest(string_to_array(translate(l.words, E'\n\t', '  '), ' ')) AS w (word)
WHERE w.word <> ''
	AND NOT EXISTS (SELECT FROM @schema@.customer_header_synonyms AS s WHERE s.word = w.word);
