"""What the ledger refuses, in words: each sentence says what is wrong, each mend what to do next."""

from yixing_core.errors import Message, catalogue

_ASK_WRITER = "请由写入这一条的程序改正；已写入的内容不要手工改动。"
_RE_EXPORT = "请向出具单位重新索取导出文件，并保留现有文件备查。"
_KEY_PLACE = "请从纪要、档案或密钥公告上完整抄录，形如“名称+8位十六进制+Base64”。"

catalogue(
    {
        "ledger.canonical.type": Message(
            "{place}是{kind}，存证里只能放文字、整数、真假、空值、列表和对象。", _ASK_WRITER
        ),
        "ledger.canonical.float": Message(
            "{place}是小数，存证里不放小数。", "金额请写成以元为单位的十进制文字，比例请写成分子和分母。"
        ),
        "ledger.canonical.integer": Message("{place}的整数太大，绝对值须小于2的53次方。", "请改用文字存放这个数。"),
        "ledger.canonical.zero": Message("零写成了-0。", _RE_EXPORT),
        "ledger.canonical.surrogate": Message("{place}含有不成对的代理字符，不是完整的文字。", "请重新录入这段文字。"),
        "ledger.canonical.key": Message("{place}的键“{key}”不是ASCII文字。", "键请用英文小写和下划线。"),
        "ledger.canonical.depth": Message("内容嵌套超过{limit}层。", "请减少嵌套，或把内容分成几条。"),
        "ledger.canonical.length": Message("这一行超过{limit}字节。", _RE_EXPORT),
        "ledger.canonical.utf8": Message("第{byte}字节处不是UTF-8文字。", _RE_EXPORT),
        "ledger.canonical.json": Message("第{byte}字节处不是JSON。", _RE_EXPORT),
        "ledger.canonical.object": Message("这一行不是一个JSON对象。", _RE_EXPORT),
        "ledger.canonical.duplicate": Message("键“{key}”出现了两次。", _RE_EXPORT),
        "ledger.canonical.bytes": Message("从第{byte}字节起不是规范写法（RFC 8785）。", _RE_EXPORT),
        "ledger.entry.keys": Message("条目应有且只有规定的13项：{problem}。", _ASK_WRITER),
        "ledger.entry.field": Message("“{name}”不合规定：{why}。", _ASK_WRITER),
        "ledger.entry.indiscreet": Message(
            "“{place}”像是姓名或文字叙述，存证里只放编号、日期、数目和代码。",
            "请把这项内容放进业务记录，存证里只留它的编号。",
        ),
        "ledger.key.malformed": Message("公钥写法不对：{why}。", _KEY_PLACE),
        "ledger.key.secret": Message("私钥写法不对：{why}。", "请检查密钥文件是否完整；遗失时由安全管理员更换密钥。"),
        "ledger.note.malformed": Message(
            "校验点写法不对：{why}。", "请使用完整的校验点文本，包括空行和以“—”开头的签名行。"
        ),
        "ledger.note.signature": Message(
            "校验点的签名与内容不符（{name}）。", "请核对校验点是否抄录完整；确认无误而仍不符的，按被改动处理。"
        ),
        "ledger.note.unsigned": Message("校验点没有{name}的签名。", "请使用由这本存证的密钥签署的校验点。"),
        "ledger.rotation": Message(
            "更换密钥的记录不成立：{why}。", "请用更早打印的校验点核验此前各条，并向安全管理员查问。"
        ),
        "ledger.header.torn": Message("第1行没有写完。", _RE_EXPORT),
        "ledger.header.keys": Message("文件头的各项不对：{problem}。", _RE_EXPORT),
        "ledger.export.mismatch": Message(
            "写出的条目与文件头不符：{why}。", "没有生成文件；请先核验数据库里的存证再导出。"
        ),
        "ledger.input.unreadable": Message("{file}：{why}。", "请核对文件名和读取权限。"),
        "ledger.input.kind": Message("{file}：看不出是{kinds}。", "请核对是否选对了文件；压缩包请先解开。"),
        "ledger.input.usage": Message("{why}。", "用法见 {prog} --help。"),
    }
)
