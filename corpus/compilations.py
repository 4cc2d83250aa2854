"""The words of compilations: names that count articles (案例一), what stands above a title or before it on its line."""

import re

NUMBER = r"[一二三四五六七八九十\d]{1,3}"
NAMED = re.compile(
    rf"[【\[]?(?:典型|优秀|实践|治理|工作|创新|交流|经验)?(?:案例|材料|典型|范例|样本|经验|发言)之?(?P<number>{NUMBER})[】\]]?(?:[:、.\s]{{1,3}}|(?=[^{NUMBER[1:-6]}是个类种项])|$)"
)
COMPILATION = re.compile(
    r"(汇编|选编|选登|集锦|案例集|典型案例|优秀案例|案例选|经验材料选|[会班]议?交流(?:发言)?材料|做法集|风采录|摘编|集萃|集纳|摘登|选载|选刊|简讯|荟萃|撷英|掠影|经验选|案例汇|材料集|交流发言(?:材料|集|选|汇编|摘))"
)
LEAD = re.compile(
    r"\s{0,9}([【\[][^】\]]{1,12}[】\]]\s{0,9}|[^:“。\n]{2,24}(发言|材料|汇报|讲话|案例|经验|来稿):\s{0,9}(?=\S{6}))"
)
# What stands above the title of an official paper: its number, its issuer's name, its secrecy and urgency.
RED_HEAD = re.compile(
    r"[〔\[(]\d{4}[〕\])]\s?第?\d{1,4}号$|^[^,。]{2,24}文件$|^(绝密|机密|秘密|特急|加急|平急|内部)|^签发人|^第\d{1,4}期$|^(总第|编号)"
)
DIVIDED = re.compile(r"\S[ \t]{4}")  # issuer, number, signer or date that wide blanks divide on one line
SALUTATION = re.compile(r"^(尊敬的|各位|同志们|领导们|大家)[^。]{0,30}[:,!]$")
