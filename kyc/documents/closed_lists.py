"""The values that a field can have, where a standard closes the list."""

from __future__ import annotations

from typing import Final

LONG_TERM: Final = "长期"

SEXES: Final = ("男", "女")

#: GB/T 3304: the 56 ethnic groups as cards print them (without 族), then what cards print besides.
ETHNICITIES: Final = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼"),
    *("哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
    *("穿青人", "其他", "外国血统中国籍人士"),
)

#: GB/T 2260: the first two digits of a citizen number and the province, municipality or region they stand for. Only for
#: information: people move and counties are renamed, so no number is at fault for its area code.
PROVINCES: Final[dict[str, str]] = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}

#: GA 24.3: what a vehicle is registered to be used for.
USE_CHARACTERS: Final = (
    *("非营运", "公路客运", "公交客运", "出租客运", "旅游客运", "租赁", "预约出租客运", "货运", "教练"),
    *("幼儿校车", "小学生校车", "初中生校车", "中小学生校车", "其他校车", "警用", "消防", "救护", "工程救险"),
    *("营转非", "出租转非", "预约出租转非", "危化品运输", "危险品运输"),
)

#: GB/T 2659 in the words of PRC licences: those met often. A licence may print another.
NATIONALITIES: Final = (
    *("中国", "中国香港", "中国澳门", "中国台湾", "美国", "加拿大", "墨西哥", "巴西", "阿根廷", "智利", "秘鲁"),
    *("哥伦比亚", "委内瑞拉", "古巴", "英国", "爱尔兰", "法国", "德国", "意大利", "西班牙", "葡萄牙", "荷兰"),
    *("比利时", "卢森堡", "瑞士", "奥地利", "瑞典", "挪威", "丹麦", "芬兰", "冰岛", "希腊", "波兰", "捷克"),
    *("斯洛伐克", "匈牙利", "罗马尼亚", "保加利亚", "塞尔维亚", "克罗地亚", "俄罗斯", "乌克兰", "白俄罗斯"),
    *("哈萨克斯坦", "乌兹别克斯坦", "吉尔吉斯斯坦", "塔吉克斯坦", "土库曼斯坦", "土耳其", "以色列", "伊朗"),
    *("伊拉克", "沙特阿拉伯", "阿联酋", "约旦", "黎巴嫩", "叙利亚", "也门", "日本", "韩国", "朝鲜", "蒙古"),
    *("越南", "老挝", "柬埔寨", "泰国", "缅甸", "马来西亚", "新加坡", "印度尼西亚", "菲律宾", "印度"),
    *("巴基斯坦", "孟加拉国", "尼泊尔", "斯里兰卡", "澳大利亚", "新西兰", "埃及", "南非", "尼日利亚"),
    *("肯尼亚", "加纳", "埃塞俄比亚", "坦桑尼亚", "阿尔及利亚", "摩洛哥", "喀麦隆", "安哥拉", "赞比亚"),
)

_SIZES_OF_COACHES: Final = ("大型", "中型", "小型", "微型")
_COACHES: Final = (
    *("普通客车", "双层客车", "卧铺客车", "铰接客车", "越野客车", "专用客车", "专用校车", "无轨电车", "面包车"),
    *("轿车", "旅居车", "乘用车"),
)
_SIZES_OF_LORRIES: Final = ("重型", "中型", "轻型", "微型")
_LORRIES: Final = (
    *("普通货车", "厢式货车", "封闭货车", "罐式货车", "平板货车", "集装箱车", "集装箱货车", "自卸货车"),
    *("仓栅式货车", "栏板货车", "多用途货车", "特殊结构货车", "车辆运输车", "专项作业车", "专业作业车"),
    *("半挂牵引车", "全挂牵引车", "非载货专项作业车", "载货专项作业车"),
)
_TRAILERS: Final = (
    *("普通半挂车", "厢式半挂车", "罐式半挂车", "平板半挂车", "集装箱半挂车", "自卸半挂车", "仓栅式半挂车"),
    *("栏板半挂车", "低平板半挂车", "车辆运输半挂车", "特殊结构半挂车", "专项作业半挂车", "旅居半挂车"),
    *("普通全挂车", "厢式全挂车", "罐式全挂车", "平板全挂车", "集装箱全挂车", "自卸全挂车", "仓栅式全挂车"),
    *("中置轴旅居挂车", "中置轴车辆运输车", "中置轴普通挂车"),
)

#: GA 802: sizes and structures as vehicle licences put them together. Common ones; a licence may print another.
VEHICLE_TYPES: Final = (
    *(size + kind for size in _SIZES_OF_COACHES for kind in _COACHES),
    *(size + kind for size in _SIZES_OF_LORRIES for kind in (*_LORRIES, *_TRAILERS)),
    *("普通二轮摩托车", "轻便二轮摩托车", "普通正三轮摩托车", "轻便正三轮摩托车", "正三轮载客摩托车"),
    *("正三轮载货摩托车", "侧三轮摩托车", "普通侧三轮摩托车", "三轮汽车", "低速货车", "低速普通货车"),
    *("低速厢式货车", "低速自卸货车", "三轮普通货车", "三轮自卸货车", "轮式装载机械", "轮式挖掘机械", "轮式平地机械"),
    *("大型轮式拖拉机", "小型轮式拖拉机", "手扶拖拉机", "手扶变形运输机"),
)

#: Of the electronic licence's statuses, those with which nobody may drive.
STATUSES_WITHOUT_RIGHT: Final = (
    *("超分", "转出", "暂扣", "撤销", "吊销", "注销", "停止使用", "扣押", "扣留", "锁定", "逾期未换证", "注销可恢复"),
    *("逾期未审验", "逾期未体检"),
)
NORMAL_STATUS: Final = "正常"
STATUSES: Final = (
    NORMAL_STATUS,
    *STATUSES_WITHOUT_RIGHT,
    *("违法未处理", "事故未处理", "延期换证", "延期体检", "延期审验", "实习期", "未处理", "其他"),
)

_PROVINCE_SUFFIXES = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


def province_of(text: str) -> str:
    """The province whose name, long or short, begins ``text``; empty where none does."""
    for name in PROVINCES.values():
        if text.startswith(short_province(name)):
            return name
    return ""


def short_province(name: str) -> str:
    """``广西壮族自治区`` to ``广西``."""
    for suffix in _PROVINCE_SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name
