"""Sample pages under the strict policy that the product sends."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yixing.ui import components as c
from yixing.ui import styleguide

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
RAILS = {
    "督办": ("工作台", "事项议题", "会议", "议定事项", "督办", "分工", "汇报统计"),
}
COUNTS = {"工作台": 7, "督办": 14}


def policy(get_response):
    def middleware(request):
        response = get_response(request)
        response["Content-Security-Policy"] = CSP
        return response

    return middleware


def frame(current, *, acting=""):
    return {
        "county": "示例县",
        "product_version": "0.1.0",
        "checkpoint": "4182 · q7Xv…9w=",
        "me": c.Me("干部031", "县委督查室", acting, "#acting"),
        "rail": [c.RailEntry(label, f"#{label}", label == current, COUNTS.get(label, 0)) for label in RAILS["督办"]],
    }


def show(template, current="督办", acting=""):
    def view(request):
        samples = styleguide.context()
        return render(request, template, frame(current, acting=acting) | samples | extra(template, samples))

    return csrf_exempt(view)


def extra(template, samples):
    if template == "samples/list.html":
        rows = [samples["task_rows"][n % 5] for n in range(137)]
        return {"heading": "任务台账", "page": Paginator(rows, 25).page(2)}
    if template == "samples/empty.html":
        return {"heading": "任务台账", "page": Paginator([], 25).page(1)}
    if template == "samples/object.html":
        return {
            "heading": "关于县城集中供热管网改造项目的请示",
            "number": "事项2023-117 · 研究审议 · 2023-06-05 部门17提请",
            "status": c.Badge("县委办审核"),
            "next": samples["next_refused"],
            "findings_action": "上会",
        }
    if template == "ui/workbench.html":
        return {"heading": "工作台", "day_line": "下次常委会：7月4日（议题 6 件，已确定 4）"}
    if template == "samples/form.html":
        return {"heading": "起草议题单"}
    return {}


urlpatterns = [
    path("", show("ui/styleguide.html")),
    path("list/", show("samples/list.html")),
    path("empty/", show("samples/empty.html")),
    path("object/", show("samples/object.html", "事项议题", "01号常委（县委书记）")),
    path("bench/", show("ui/workbench.html", "工作台")),
    path("form/", show("samples/form.html", "事项议题")),
]
