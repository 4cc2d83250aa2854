"""Web pages as the tests want them: one article in the frames that sites, messengers, browsers and Word put around it."""

# ruff: noqa: E501 - lines of pages are as long as pages have them

PARAGRAPHS = [
    "近年来，青禾县坚持党建引领，着力破解支部联建“联而不动”的问题，取得了明显成效。2023年，全县签订联建协议147份，选派第一书记36名。",
    "一、主要做法",
    "（一）强化组织领导。成立由县委书记任组长的领导小组，建立“月调度、季通报”机制，先后召开推进会6次。",
    "（二）健全工作机制。制定《支部联建工作办法》，明确联建双方责任清单，实行“一支部一清单”。",
    "一是加强教育培训。举办培训班12期，培训党员2300多人次。",
    "二、存在问题",
    "一些支部联建流于形式，责任落实不到位，群众参与度不高。",
    "三、下一步打算",
    "继续深化支部联建，推动资源共享、优势互补，为乡村振兴提供坚强组织保证。",
]
ROWS = [["乡镇", "联建支部（个）", "项目（个）"], ["东风镇", "23", "11"], ["红旗乡", "18", "7"], ["合计", "41", "18"]]
TITLE = "青禾县以支部联建推动基层治理提质增效"


def set_in(form: str = "<p>　　{}</p>") -> str:
    """The paragraphs, each in its own tags."""
    return "\n".join(form.format(x) for x in PARAGRAPHS)


def table(attr: str = 'border="1"') -> str:
    """The table of the article."""
    return (
        f"<table {attr}>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in ROWS) + "</table>"
    )


LINKS = "".join(
    f'<li><a href="/art/{i}.html">某市召开第{i}次全市重点工作推进会议部署下阶段任务</a><span>2023-0{i}-11</span></li>'
    for i in range(1, 9)
)
NAV = (
    '<ul class="nav">'
    + "".join(
        f'<li><a href="/{i}">{w}</a></li>'
        for i, w in enumerate(["网站首页", "政务公开", "新闻中心", "办事服务", "互动交流", "走进青禾"])
    )
    + "</ul>"
)
FOOT = '<div class="footer"><p>主办单位：青禾县人民政府办公室　网站标识码：1305340001</p><p>某ICP备05000001号-1　某公网安备13053402000001号</p><p>地址：青禾县武松中街68号　邮编：054800</p></div>'
GOVERNMENT = f'''<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{TITLE}_青禾县人民政府</title>
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2023-11-02 09:12"></head><body><div class="header"><h2>青禾县人民政府门户网站</h2>{NAV}<form><input type="text" value="请输入关键字"><button>搜索</button></form></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xw">新闻中心</a> &gt; <a href="/jc">基层动态</a> &gt; 正文</div>
<div class="article"><h1>{TITLE}</h1><div class="info"><span>发布时间：2023-11-02 09:12</span> <span>来源：县委组织部</span> <span>浏览次数：<b id="hits">328</b>次</span> 字体：[<a>大</a> <a>中</a> <a>小</a>] <a>打印</a> <a>关闭</a></div>
<div class="TRS_Editor" id="zoom">{set_in()}{table()}</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div><div class="editor">责任编辑：张三</div><div class="prenext">上一篇：<a href="1">我县召开经济工作会议</a><br>下一篇：<a href="2">我县举办乡村振兴培训班</a></div></div>
<div class="related"><h3>相关文章</h3><ul>{LINKS}</ul></div>{FOOT}<script>var a="阅读原文";</script></body></html>'''
NEWS = f"""<html><head><meta charset="gb2312"><title>{TITLE}--地方--青禾网</title><script>function f(){{document.write("广告位招租")}}</script><style>.a{{color:red}}</style></head><body>
<div id="top"><a href="/">青禾网首页</a>|<a href="/n">新闻</a>|<a>图片</a>|<a>视频</a>|<a>论坛</a></div>
<div class="left w640"><h1 id="p_title">{TITLE}</h1><div class="sou">2023年11月02日08:30　来源：<a>青禾日报</a>　<a>手机看新闻</a></div>
<div class="content clear"><div class="pic"><img src="a.jpg"><p style="text-align:center">图为联建现场。</p></div>{set_in('<p style="text-indent:2em">{}</p>')}{table('class="tb"')}<div class="edit">(责编：李四、王五)</div></div>
<div class="message"><h3>我要留言</h3><p>请登录后发表评论，文明上网理性发言</p><textarea>我来说两句</textarea></div></div>
<div class="right w320"><h2>热点排行</h2><ol>{LINKS}</ol><h2>推荐阅读</h2><ul>{LINKS}</ul></div>
<div id="copy"><p>人民日报社概况 | 关于我们 | 招聘英才 | 广告服务 | 合作加盟</p><p>清 河 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</p></div></body></html>"""
SPANS = "".join(
    f'<section style="margin:0 8px"><section><p style="text-indent:2em;line-height:1.75em"><span style="font-size:16px;letter-spacing:1px"><span leaf="">{x[:9]}</span></span><strong><span leaf="">{x[9:15]}</span></strong><span leaf="">{x[15:]}</span></p></section></section>'
    for x in PARAGRAPHS
)
WECHAT = f'''<!DOCTYPE html><html class=""><head><meta charset="utf-8"><meta property="og:title" content="{TITLE}"><title>{TITLE}</title></head><body id="activity-detail" class="zh_CN mm_appmsg">
<script>window.logs={{}};</script><div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content"><div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">
  {TITLE}
</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text">县委组织部</span><a id="js_name">青禾先锋</a><em id="publish_time">2023-11-02 18:30</em><em>河北</em></div>
<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden;"><section data-tools="135编辑器"><section><p><br></p>{SPANS}{table('style="width:100%"')}<p><img data-src="https://mmbiz.qpic.cn/1"></p></section></section></div>
</div></div><div class="rich_media_tool"><div>阅读原文</div><div>阅读 <span>1032</span></div><span>赞</span><span>在看</span></div></div></div>
<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div><div id="js_pc_qr_code"><p>预览时标签不可点</p></div><div class="weui-dialog"><p>继续滑动看下一篇</p><p>轻触阅读原文</p></div><script>var nickname="青禾先锋";</script></body></html>'''
OLD = f"""<HTML><HEAD><TITLE>{TITLE}</TITLE><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD><BODY bgColor=#ffffff topmargin=0>
<TABLE width=778 border=0 align=center><TR><TD><IMG src="top.jpg"></TD></TR><TR><TD><A href="/">首 页</A> | <A href="1">党建动态</A> | <A href="2">组织工作</A> | <A href="3">干部工作</A> | <A href="4">人才工作</A></TD></TR></TABLE>
<TABLE width=778 border=0 align=center><TR><TD width=180 valign=top><TABLE><TR><TD>最新文章</TD></TR><TR><TD><A href="5">全市组织部长会议召开</A></TD></TR><TR><TD><A href="6">我县举办入党积极分子培训班</A></TD></TR><TR><TD><A href="7">县委召开常委会议</A></TD></TR></TABLE></TD>
<TD valign=top><TABLE width=100%><TR><TD align=center><FONT size=5><B>{TITLE}</B></FONT></TD></TR><TR><TD align=center>作者：佚名　来源：本站原创　点击数：205　更新时间：2008-5-6</TD></TR><TR><TD class=content><FONT size=3>{"<BR>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + x for x in PARAGRAPHS)}<BR>{table("border=1 cellspacing=0")}</FONT></TD></TR><TR><TD>文章录入：admin　　责任编辑：admin</TD></TR><TR><TD>【<A href="#">发表评论</A>】【<A>加入收藏</A>】【<A>告诉好友</A>】【<A>打印此文</A>】【<A>关闭窗口</A>】</TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=778 align=center><TR><TD align=center>设为首页 | 加入收藏 | 联系站长 | 友情链接 | 版权申明<BR>Copyright 2008 中共青禾县委组织部 All Rights Reserved</TD></TR></TABLE></BODY></HTML>"""
SAVED = (
    GOVERNMENT.replace(
        "<head>",
        '<head><!-- saved from url=(0057)http://www.qinghe.example.gov.cn/art/2023/11/2/art_1_2.html --><base href="."><script async src="./a_files/hm.js"></script><link rel="stylesheet" href="./a_files/s.css"><noscript>您的浏览器不支持JavaScript</noscript>',
    )
    .replace(
        "<body>",
        '<body data-ext="1" style=""><div id="loading" style="display:none">正在加载，请稍候……</div><iframe src="./a_files/x.html" style="display: none;"></iframe><script type="text/javascript">(function(){var hm="统计代码";})();</script>',
    )
    .replace(
        "</body>",
        '<div class="layui-layer-move"></div><div style="position:fixed;display:none" id="immersive-translate-popup">翻译此页</div></body>',
    )
)


def mso(x: str) -> str:
    """A paragraph as Word writes it."""
    return f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>{x[:12]}</span><span lang=EN-US style='font-size:16.0pt'><o:p></o:p></span><span style='font-size:16.0pt;font-family:仿宋_GB2312'>{x[12:]}<span lang=EN-US><o:p></o:p></span></span></p>\n"


WORD = f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 11"><title>青禾</title><!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>微软用户</o:Author></o:DocumentProperties></xml><![endif]--><style><!-- p.MsoNormal {{margin:0cm}} @page Section1 {{size:595.3pt}} --></style></head><body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1 style='layout-grid:15.6pt'>
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt;font-family:方正小标宋简体'>{TITLE}</span></b></p><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
{"".join(mso(x) for x in PARAGRAPHS)}<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>{"".join("<tr>" + "".join(f"<td width=189 valign=top style='width:142.0pt;border:solid windowtext 1.0pt'><p class=MsoNormal><span style='font-size:12.0pt'>{c}<span lang=EN-US><o:p></o:p></span></span></p></td>" for c in r) + "</tr>" for r in ROWS)}</table></div></body></html>"""
PAGES = {
    "government": (GOVERNMENT, "utf-8"),
    "news": (NEWS, "gb18030"),
    "wechat": (WECHAT, "utf-8"),
    "old": (OLD, "gb18030"),
    "saved": (SAVED, "utf-8"),
    "word": (WORD, "gb18030"),
}
