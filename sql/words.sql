-- Header words as people of twelve countries, and the systems they export from,
-- write them.

CREATE SCHEMA t_words;
SET customers.schema = 't_words';
SET search_path = t_words, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql

-- The field of a column by its header word alone.
CREATE FUNCTION field_of(header text) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN fields[2] LIKE 'attributes.%' THEN 'category' ELSE fields[2] END
	FROM customers_sniff(file('customer_id,"' || replace(header, '"', '""') || E'"\n'))
$$;

CREATE TABLE words (field text, header text);
CREATE FUNCTION are(field text, headers text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO words SELECT field, btrim(header, E' \n\t') FROM regexp_split_to_table(headers, ';') AS header
$$;

SELECT are('identifier', $$
	Customer ID; Customer No.; Customer #; Cust. No.; Member Number; Donor ID; Contact ID; Record ID; List ID;
	KundeID; Kundenr.; Medlemsnr; Givernummer; Kundnr; Medlems-ID; Kunde nr.; Deltagernr; Kunden-Nr.; Kd.-Nr.; Mitglieds-Nr.;
	N° client; Réf. client; N° d'adhérent; Code tiers; Nº cliente; Cód. cliente; Nº de socio; cliente_id;
	Klantnr.; Lidnummer; Asiakasnumero; Asiakasnro; Jäsennumero; Código do cliente; N.º de sócio;
	Codice cliente; Numero tessera; Nr klienta; klient_id; Kod kontrahenta; Numer członkowski$$);
SELECT are('email', $$
	E-mail; EMail; Email Address; E-mail 1 - Value; Primary Email; Billing Email; E-postadresse; E-post; E-postadress;
	Mejl; Mailadresse; E-Mail-Adresse; E-Mail geschäftlich; Courriel; Adresse e-mail; Adresse électronique; Mél;
	Correo electrónico; Correo-e; E-mailadres; Sähköposti; Sähköpostiosoite; E-mail do cliente; Endereço de e-mail;
	Correio eletrónico; Indirizzo e-mail; Posta elettronica; Adres e-mail; Adres mailowy$$);
SELECT are('name', $$
	Full Name; Customer Name; Participant Name; Name & Surname; Navn; For- og etternavn; Etternavn og fornavn; Kundens navn; Hele navnet;
	Vor- und Nachname; Name, Vorname; Ansprechpartner; Nom et prénom; NOM Prénom; Nom complet; Nombre y apellidos;
	Apellidos y nombre; Voor- en achternaam; Naam; Nimi; Koko nimi; Suku- ja etunimi; Asiakkaan nimi;
	Nome completo; Nome e sobrenome; Nominativo; Nome e cognome; Cognome e nome; Imię i nazwisko; Nazwisko i imię$$);
SELECT are('first_name', $$
	First Name; Given Name; Forename(s); Fornavn; Förnamn; Vorname; Vorname(n); Prénom; Prénom(s); Nombre; Voornaam;
	Etunimi; Nome; Primeiro nome; Imię; Imiona$$);
SELECT are('last_name', $$
	Last Name; Surname; Family Name; Etternavn; Efternamn; Efternavn; Nachname; Familienname; Nom; Nom de famille; Apellido(s);
	Achternaam; Sukunimi; Sobrenome; Apelido; Último nome; Cognome; Nazwisko$$);
SELECT are('phone', $$
	Phone; Tel.; Telephone No.; Home Phone; Business Phone; Landline; Contact No; Telefon; Tlf.; Tlf. nr.; Telefon privat; Telefonnr.;
	Hemtelefon; Festnetz; Tel.-Nr.; Telefon dienstlich; Rufnummer; Téléphone; Tél.; Tél. fixe; N° de téléphone; Teléfono; Tfno.;
	Teléfono fijo; Telefoon; Telefoonnr.; Telefoon thuis; Puhelin; Puh.; Puhelinnumero; Telefone; Nº de telefone; Fone;
	Telefono; Recapito telefonico; Numer telefonu; Nr tel.; Telefon kontaktowy$$);
SELECT are('mobile', $$
	Mobile; Cell Phone; Mobilnr; Mobiltelefon; Handy; Handynummer; Portable; Tél. portable; GSM; Móvil; Celular; Mobiel; 06-nummer;
	Matkapuhelin; Kännykkä; Telemóvel; Cellulare; Telefon komórkowy; Komórka$$);
SELECT are('company', $$
	Company; Account Name; Organisation; Business Name; Bedrift; Firmanavn; Företag; Virksomhed; Firma; Verein; Société; Raison sociale;
	Organisme; Empresa; Razón social; Bedrijf; Bedrijfsnaam; Vereniging; Yritys; Yrityksen nimi; Yhdistys; Nome da empresa; Razão social;
	Azienda; Ragione sociale; Ditta; Nazwa firmy; Przedsiębiorstwo$$);
SELECT are('address', $$
	Address; Street; Address Line 1; Street Address; Adresse; Gateadresse; Gate/vei; Gatuadress; Vej; Straße; Strasse; Straße/Nr.;
	Straße und Hausnummer; Anschrift; Rue; Adresse postale; N° et rue; Domicilio; Calle y número; Dirección; Adres; Straat + huisnummer; Straat + huisnr;
	Osoite; Katuosoite; Lähiosoite; Endereço; Morada; Rua; Logradouro; Indirizzo; Via; Ulica; Ulica i numer; Adres zamieszkania$$);
SELECT are('postal_code', $$
	ZIP; Zip Code; Post Code; Postcode; Pincode; Postnr.; Postnummer; PLZ; Postleitzahl; Code postal; CP; C.P.; NPA; Código postal; Postcode;
	Postinumero; CEP; Código Postal; CAP; Codice postale; Kod pocztowy$$);
SELECT are('city', $$
	City; Town; Suburb/Town; Locality; Poststed; By; Sted; Postort; Ort; Stadt; Wohnort; Ville; Commune; Localité; Ciudad; Población; Localidad;
	Woonplaats; Plaats; Kaupunki; Postitoimipaikka; Paikkakunta; Cidade; Localidade; Município; Città; Comune; Località;
	Miasto; Miejscowość$$);
SELECT are('region', $$
	State; State/Province; County; Fylke; Län; Bundesland; Kanton; Département; Région; Provincia; Comunidad Autónoma; Provincie;
	Maakunta; UF; Distrito; Prov.; Regione; Województwo$$);
SELECT are('country', $$
	Country; Country/Region; ISO Country Code; Land; Landkode; Land/Region; Länderkennzeichen; Laenderkennzeichen; Pays; Code pays; País; Landcode; Maa;
	Maakoodi; Paese; Nazione; Kraj; Kod kraju$$);
SELECT are('language', $$
	Language; Locale; Preferred Language; Språk; Sprog; Sprache; Korrespondenzsprache; Langue; Idioma; Taal; Voorkeurstaal; Kieli;
	Asiointikieli; Língua; Lingua; Język$$);
SELECT are('birth_date', $$
	Date of Birth; D.O.B.; Birthday; Fødselsdato; Fodselsdato; Foedselsdato; Født; Födelsedatum; Född; Geburtsdatum; Geb.-Datum; geb. am; Date de naissance;
	Né(e) le; Fecha de nacimiento; F. nacimiento; Cumpleaños; Geboortedatum; Geb.datum; Syntymäaika; Syntymäpäivä; Data de nascimento;
	Aniversário; Data di nascita; Nato il; Data urodzenia; Data ur.$$);
SELECT are('note', $$
	Notes; Comments; Public Notes; Internal Note; Merknad; Notater; Anteckningar; Övrigt; Bemærkninger; Bemerkung; Notizen; Sonstiges; Remarques;
	Observations; Observaciones; Opmerkingen; Lisätiedot; Huom.; Observações; Note; Annotazioni; Uwagi; Notatka$$);
SELECT are('groups', $$
	Groups; Tags; Labels; Categories; Group Membership; Membership Tier; Membership Type; Customer Group; Kundegruppe; Etiketter; Kategorier;
	Medlemstype; Kundengruppe; Kategorien; Mitgliedsart; Étiquettes; Catégories; Type d'adhérent; Etiquetas; Categorías; Tipo de socio; Groepen;
	Klantgroep; Ryhmät; Asiakasryhmä; Grupos; Marcadores; Gruppi; Etichette; Categorie; Grupy; Tagi; Etykiety$$);
SELECT are('tax_exempt', $$
	Tax Exempt; MVA-fritak; Momsbefriad; Momsfritaget; Steuerbefreit; Exonéré de TVA; Exento de IVA; BTW-vrijgesteld; Veroton; Isento de IVA;
	Esente IVA; Zwolniony z VAT$$);
SELECT are('loyalty_points', $$
	Points; Points Balance; Bonuspoeng; Poäng; Bonuspoint; Treuepunkte; Punktestand; Points de fidélité; Puntos; Spaarpunten; Pisteet;
	Pistesaldo; Pontos; Punti; Saldo punti; Punkty; Punkty lojalnościowe$$);
SELECT are('vip', 'VIP; VIP-kunde; VIP-kund; Client VIP; Cliente VIP; VIP-klant; VIP-asiakas; Klient VIP');
SELECT are('subscribed', $$
	Newsletter; Accepts Marketing; OK to email; Permission to email; Nyhetsbrev; Nyhedsbrev; Rundmail; Newsletter-Abo; Infolettre;
	Accord marketing; Boletín informativo; Comunicaciones comerciales; Nieuwsbrief; Uutiskirje; Markkinointilupa; Suoramarkkinointilupa;
	Boletim informativo; Recebe newsletter; Iscritto alla newsletter; Consenso al marketing via email; Biuletyn; Zgoda marketingowa; RGPD; RODO; GDPR$$);
SELECT are('unsubscribed', $$
	Unsubscribed; Do not market; Avmeldt; Reservert reklame; Avanmäld; Utskicksspärr; Afmeldt; Abgemeldet; Keine Rundmails; Désabonné;
	Ne pas solliciter; Décédé; CLEAN_TIME; DNC; Baja boletín; Uitgeschreven; Markkinointikielto; Ei mainoksia; Descadastrado; Disiscritto; Niente pubblicità; Wypisany$$);
-- Czech, Russian, Turkish, Hungarian, Greek.
SELECT are('identifier', 'Číslo zákazníka; Номер клиента; Müşteri No; Ügyfélszám; Κωδικός πελάτη; ΚΩΔΙΚΟΣ ΠΕΛΑΤΗ');
SELECT are('email', 'E-mailová adresa; Почта; Электронная почта; E-posta; E-mail cím; Ηλεκτρονική διεύθυνση');
SELECT are('first_name', 'Jméno; Имя; Adı; Keresztnév; Όνομα; ΟΝΟΜΑ');
SELECT are('last_name', 'Příjmení; Фамилия; Soyadı; Vezetéknév; Επώνυμο');
SELECT are('name', 'Jméno a příjmení; ФИО; Ad Soyad; Név; Ονοματεπώνυμο');
SELECT are('phone', 'Telefonní číslo; Телефон; Telefon No; Telefonszám; Τηλέφωνο');
SELECT are('mobile', 'Mobilní telefon; Мобильный телефон; Cep telefonu; Mobilszám; Κινητό');
SELECT are('city', 'Město; Город; Şehir; Város; Πόλη');
SELECT are('birth_date', 'Datum narození; Дата рождения; Doğum tarihi; Születési dátum; Ημερομηνία γέννησης');
SELECT are('subscribed', 'Odběr novinek; Рассылка; Bülten; Hírlevél; Ενημερωτικό δελτίο');
SELECT are('unsubscribed', 'Odhlášen; Отписался; Abonelik iptali; Leiratkozott; Διαγραφή από newsletter');
-- What is another thing as often, or may be: the cells decide, or nobody.
SELECT are('category', $$
	Nr; Stato; Stan; État; Title; Anrede; Salutation; Status; Website; Number; Owner; Abbonato$$);

SELECT * FROM (SELECT field, header, field_of(header) AS found FROM words) AS sniffed
WHERE found IS DISTINCT FROM field;
SELECT count(*) >= 400 AS many, count(DISTINCT field) FROM words;

-- A word is listed once, as it is folded, and stands for a field that there is.
SELECT word FROM customer_header_synonyms
WHERE word !~ '^[a-z0-9]+$' AND word !~ (CASE language WHEN 'ru' THEN '^[a-zа-яё]+$' WHEN 'uk' THEN '^[a-zа-яіїєґ]+$' WHEN 'bg' THEN '^[a-zа-я]+$' WHEN 'el' THEN '^[a-zά-ώ]+$' WHEN 'ja' THEN '^[a-z0-9ぁ-んァ-ヶー一-龠]+$' ELSE '^$' END);
SELECT DISTINCT field FROM customer_header_synonyms AS s
WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'customers'::regclass AND attname = s.field)
ORDER BY 1;

DROP SCHEMA t_words CASCADE;
