"""Sample pages under the strict policy that the product sends."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yixing.ui import components as c
from yixing.ui import styleguide
from yixing.ui.forms import Form

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
    if template.startswith("ui/errors/"):
        return {"reference": "3fa8c2d1", "back": "/list/"}
    return OWN.get(template, lambda _: {})(samples)


def table(samples):
    rows = [samples["task_rows"][n % 5] for n in range(137)]
    return {"heading": "任务台账", "page": Paginator(rows, 25).page(2)}


def matter(samples):
    return {
        "heading": "关于县城集中供热管网改造项目的请示",
        "number": "事项2023-117 · 研究审议 · 2023-06-05 部门17提请",
        "status": c.Badge("县委办审核"),
        "next": samples["next_refused"],
        "findings_action": "上会",
    }


def room(_):
    states = ("spoke", "spoke", "spoke", "next", "", "", "recused", "", "")
    return {
        "meeting": "十五届县委常委会第18次会议",
        "room_line": "2023年7月4日 9:00　主持：01号常委",
        "speakers": [(f"{n:02d}号常委", post, state) for n, post, state in zip(ORDER, POSTS, states, strict=True)],
    }


OWN = {
    "samples/list.html": table,
    "samples/empty.html": lambda _: {"heading": "任务台账", "page": Paginator([], 25).page(1)},
    "samples/object.html": matter,
    "samples/room.html": room,
    "samples/sheet.html": lambda _: {
        "heading": "程序核对单",
        "number": "事项2023-117",
        "back_url": "/object/",
        "printed_on": "2023年6月26日",
    },
    "ui/workbench.html": lambda _: {"heading": "工作台", "day_line": "下次常委会：7月4日（议题 6 件，已确定 4）"},
    "samples/form.html": lambda _: {"heading": "起草议题单"},
    "ui/login.html": lambda _: {"form": Login({"username": ""})},
    "ui/password.html": lambda _: {"form": Login(), "forced": True},
}
ORDER = (9, 11, 10, 8, 7, 6, 5, 2, 1)
POSTS = (
    "常务副县长（分管）",
    "县委办主任",
    "人武部政委",
    "政法委书记",
    "统战部长",
    "宣传部长",
    "组织部长",
    "副书记、县长",
    "县委书记",
)


class Login(Form):
    username = forms.CharField(label="登录名", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="口令", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


urlpatterns = [
    path("", show("ui/styleguide.html")),
    path("list/", show("samples/list.html")),
    path("empty/", show("samples/empty.html")),
    path("object/", show("samples/object.html", "事项议题", "01号常委（县委书记）")),
    path("bench/", show("ui/workbench.html", "工作台")),
    path("room/", show("samples/room.html")),
    path("sheet/", show("samples/sheet.html")),
    path("login/", show("ui/login.html")),
    path("password/", show("ui/password.html")),
    *(path(f"{code}/", show(f"ui/errors/{code}.html")) for code in (400, 403, 404, 409, 413, 500)),
    path("form/", show("samples/form.html", "事项议题")),
]
