"""Mail providers at which everybody can make an address: such an address proves no employer.

Well-known ones of Germany and its neighbours and of the world. The list need not be complete: an address whose domain
nobody has confirmed goes to the portal administration anyway; here people learn at once what to do instead.
"""

from portal.errors import Invalid
from portal.text import N_

_GERMAN = """
1und1.de aikq.de alice-dsl.de alice-dsl.net alice.de arcor.de eclipso.de emailn.de epost.de ewetel.net firemail.de
freemail.de freenet.de gmx.biz gmx.com gmx.de gmx.eu gmx.info gmx.net gmx.org htp-tel.de kabelmail.de magenta.de
mail.de mailbox.org mnet-mail.de mnet-online.de netcologne.de o2mail.de o2online.de online.de posteo.de posteo.eu
posteo.net posteo.org ruhr-mail.de smart-mail.de t-online.de telekommail.de tutanota.de unity-mail.de unitybox.de
versanet.de versatel.de vodafone.de vodafonemail.de web.de
"""
_ELSEWHERE = """
126.com 163.com aim.com aol.com aol.de bk.ru bluewin.ch duck.com fastmail.com fastmail.fm free.fr gmail.com gmx.at
gmx.ch googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com inbox.ru interia.pl
laposte.net libero.it list.ru live.at live.com live.de live.nl mac.com mail.com mail.ru me.com msn.com o2.pl onet.pl
op.pl orange.fr outlook.at outlook.com outlook.de pm.me proton.me protonmail.ch protonmail.com qq.com rambler.ru
rocketmail.com seznam.cz skynet.be tuta.com tuta.io tutamail.com tutanota.com wp.pl yahoo.co.uk yahoo.com yahoo.de
yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com zohomail.eu
"""
_PASSING = """
10minutemail.com discard.email guerrillamail.com maildrop.cc mailinator.com mohmal.com sharklasers.com temp-mail.org
trash-mail.com trashmail.com trashmail.de wegwerfemail.de yopmail.com
"""  # for addresses that last some minutes

FREE_MAIL = frozenset((_GERMAN + _ELSEWHERE + _PASSING).split())


def domain_of(email: str) -> str:
    """Return the domain of a mail address in small letters."""
    return email.rpartition("@")[2].lower()


def ensure_of_service(email: str) -> None:
    """Raise Invalid, with the field "email", for an address that everybody can get."""
    if is_free_mail(domain_of(email)):
        raise Invalid(
            {
                "email": [
                    N_(
                        "Das ist eine private Adresse. Bitte nehmen Sie Ihre dienstliche Adresse, zum Beispiel "
                        "name@stadt.de. An ihr erkennen wir, für welche Organisation Sie arbeiten."
                    )
                ]
            }
        )


def is_free_mail(domain: str) -> bool:
    """Return whether everybody can get an address of this domain, or of one it belongs to."""
    labels = domain.lower().split(".")
    return any(".".join(labels[start:]) in FREE_MAIL for start in range(len(labels)))
