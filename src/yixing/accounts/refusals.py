"""What is refused about accounts, roles and delegations."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "wrong_password": Message("现用口令不对。", "请重新输入现用口令。"),
        "same_password": Message("新口令和现用口令一样。", "请另设一个口令。"),
        "username_taken": Message("登录名“{username}”已经有人用。", "请换一个登录名。"),
        "username_invalid": Message(
            "登录名“{username}”不合要求。", "用 2 到 40 个字母、数字、汉字或 . _ -，中间不留空格。"
        ),
        "account_of_whom": Message(
            "账户须属于一个人，或写明管理员名称。", "请选择人员；管理员账户填写名称，不选人员。"
        ),
        "person_has_account": Message("{person}已有账户“{username}”。", "一人一个账户；忘记口令请由安全管理员重置。"),
        "account_closed": Message("账户“{user}”已停用。", "需要继续使用的，由系统管理员另开账户。", 409),
        "not_locked": Message("账户“{user}”没有锁定。", "不必解除；忘记口令的可以重置口令。", 409),
        "own_account": Message("不能对自己的账户{action}。", "请由另一名管理员办理；改口令请用“修改口令”。", 403),
        "last_administrator": Message("{user}是唯一在用的{role}。", "请先另设一名{role}，再办理。", 409),
        "roles_exclude": Message(
            "“{user}”已是{has}，不能再任{role}。",
            "系统、安全、审计三员互不兼任，也不兼任何业务岗位；请另开账户给另一个人。",
            409,
        ),
        "role_held": Message("“{user}”从 {since} 起已是{role}。", "不必重复授予。", 409),
        "role_needs_person": Message("{role}须落实到人，账户“{user}”没有对应人员。", "请由系统管理员为此人另开账户。"),
        "role_ended": Message("这项岗位角色在 {until} 已经收回。", "不必再办理。", 409),
        "delegate_unfit": Message("“{user}”不能作领导联络员：{why}。", "请另选一名县委办或本单位的工作人员。"),
        "delegation_held": Message("“{user}”从 {since} 起已可为{principal}代录。", "不必重复指定。", 409),
        "delegation_none": Message("“{user}”没有为{principal}代录的授权。", "请核对后再办理。", 409),
        "not_in_unit": Message("{person}在 {day} 没有{unit}的职务。", "请先由系统管理员登记其任职，再交接。"),
        "which_liaison": Message("{unit}有 {count} 名联络员。", "请选择由谁移交。"),
        "liaison_same": Message("{person}已经是{unit}的联络员。", "请另选接收人。"),
    }
)
