/* Hungarian */

#include "language.h"

const RdLanguage rd_language_hu = {
	.code = "hu",
	.from = "Feladó|Küldő|Kitől|Küldi",
	.to = "Címzett|Címzettek|Kinek|Kapja",
	.cc = "Másolat|Másolatot kap|Másolatot kapnak|Cc",
	.date = "Dátum|Elküldve|Küldve|Küldés dátuma|Küldés ideje|Küldési dátum",
	.subject = "Tárgy",
	.other = "Válaszcím|Válasz|Válasz erre|Titkos másolat|Rejtett másolat|Fontosság|"
		 "Mellékletek|Melléklet|Prioritás",
	.forwarded = "Továbbított levél kezdete|Továbbított üzenet|Továbbított levél|"
		     "Továbbított üzenet kezdete|Továbbított e-mail|A továbbított levél kezdete|"
		     "A továbbított üzenet kezdete|Továbbítva",
	.original = "Eredeti üzenet|Eredeti levél|Eredeti e-mail",
	.on_behalf_of = "nevében|megbízásából",
	.fwd = "Továbbítás|Továbbítva|Tov|FW|Fwd",
	.re = "Válasz|Vá|RE",
	.lead = "Dátum",
	.wrote = "ezt írta|írta|a következőt írta|a következőket írta|írja|"
		 "írta a következőt|írta ekkor",
	.months = {"január|jan|januári", "február|febr|feb", "március|márc|már", "április|ápr",
		   "május|máj", "június|jún", "július|júl", "augusztus|aug",
		   "szeptember|szept|szep", "október|okt", "november|nov", "december|dec"},
	.am = "de",
	.pm = "du",
	.sent_from = "Elküldve az|Elküldve a|Küldve az|Küldve a|Az iPhone-omról küldve|"
		     "iPhone-omról küldve|iPhone-ról küldve|Az Outlook * letöltése|"
		     "Töltse le az Outlook|Az Outlook beszerzése|* készülékemről küldve|"
		     "Szerezze be az Outlook",
	.sign_off = "Üdvözlettel|Tisztelettel|Üdv|Köszönettel|Szívélyes üdvözlettel|Köszönöm|"
		    "Köszönöm szépen|Baráti üdvözlettel|Szép napot|Előre is köszönöm|"
		    "Köszönettel és üdvözlettel|Üdvözöl|Minden jót",
	.disclaimer = "bizalmas|címzett|tévedésből|törölje|haladéktalanul|jogosulatlan",
	.reply_above = "írja a válaszát e sor fölé|válaszát e sor fölé írja|e sor fölé|"
		       "ezen sor fölé",
};
