// SPDX-License-Identifier: BSL-1.0
#include "usual_headings.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <tidemark/videos/raw_names.hpp>

namespace tidemark::source {

namespace {

struct heading {
  std::string_view name;      ///< in lower case (ASCII), without what is in brackets
  std::string_view raw_name;
};

// Headings of exports in English, Spanish, Portuguese, German, Indonesian and Chinese.
constexpr std::array headings = std::to_array<heading>({
    {"video id", "id"}, {"video_id", "id"}, {"videoid", "id"}, {"content id", "id"},
    {"post id", "id"}, {"item id", "id"}, {"id del video", "id"}, {"id de video", "id"},
    {"id do vídeo", "id"}, {"id del vídeo", "id"}, {"video-id", "id"},
    {"id video", "id"}, {"视频id", "id"},
    {"creator", "username"}, {"creator name", "username"}, {"creator username", "username"},
    {"creator handle", "username"}, {"account", "username"}, {"account name", "username"},
    {"author", "username"}, {"handle", "username"}, {"creador", "username"},
    {"nombre del creador", "username"}, {"criador", "username"},
    {"nome do criador", "username"}, {"ersteller", "username"}, {"kreator", "username"},
    {"达人昵称", "username"}, {"达人用户名", "username"}, {"达人", "username"},
    {"caption", "title"}, {"description", "title"}, {"video name", "title"},
    {"video info", "title"}, {"informações do vídeo", "title"},
    {"información del video", "title"}, {"título", "title"}, {"titulo", "title"},
    {"titel", "title"}, {"judul", "title"}, {"视频标题", "title"}, {"标题", "title"},
    {"post time", "video_post_time"}, {"posted", "video_post_time"},
    {"posting time", "video_post_time"}, {"publish time", "video_post_time"},
    {"published", "video_post_time"}, {"publish date", "video_post_time"},
    {"post date", "video_post_time"}, {"date posted", "video_post_time"},
    {"time posted", "video_post_time"}, {"create time", "video_post_time"},
    {"fecha de publicación", "video_post_time"},
    {"data de publicação", "video_post_time"}, {"veröffentlicht", "video_post_time"},
    {"horário", "video_post_time"}, {"发布时间", "video_post_time"},
    {"total sales", "gmv"}, {"gross merchandise value", "gmv"}, {"revenue", "gmv"},
    {"gross revenue", "gmv"}, {"sales", "gmv"}, {"ventas", "gmv"}, {"ventas totales", "gmv"},
    {"ventas brutas", "gmv"}, {"vendas", "gmv"}, {"vendas brutas", "gmv"},
    {"receita", "gmv"}, {"umsatz", "gmv"}, {"成交金额", "gmv"},
    {"gmv per 1k views", "gpm"}, {"gmv per mille", "gpm"},
    {"commission", "est_commission"}, {"estimated commission", "est_commission"},
    {"est. commission", "est_commission"}, {"comisión estimada", "est_commission"},
    {"comissão estimada", "est_commission"}, {"预估佣金", "est_commission"},
    {"联盟订单数", "affiliate_orders"},
    {"vv", "views"}, {"plays", "views"}, {"play count", "views"}, {"total views", "views"},
    {"impressions", "views"}, {"vistas", "views"}, {"visualizaciones", "views"},
    {"reproducciones", "views"}, {"visualizações", "views"},
    {"visualizações do vídeo", "views"}, {"aufrufe", "views"},
    {"tayangan", "views"}, {"播放量", "views"}, {"观看次数", "views"},
    {"units", "items_sold"}, {"quantity", "items_sold"}, {"sold", "items_sold"},
    {"artículos vendidos", "items_sold"}, {"unidades vendidas", "items_sold"},
    {"itens vendidos", "items_sold"}, {"verkaufte artikel", "items_sold"},
    {"成交件数", "items_sold"},
    {"me gusta", "likes"}, {"curtidas", "likes"}, {"gefällt mir", "likes"},
    {"点赞数", "likes"}, {"comentarios", "comments"}, {"comentários", "comments"},
    {"kommentare", "comments"}, {"评论数", "comments"},
    {"compartidos", "shares"}, {"compartilhamentos", "shares"}, {"分享数", "shares"},
    {"ctr", "click_through_rate"}, {"click rate", "click_through_rate"},
    {"click-through rate", "click_through_rate"}, {"tasa de clics", "click_through_rate"},
    {"taxa de cliques", "click_through_rate"}, {"klickrate", "click_through_rate"},
    {"点击率", "click_through_rate"},
    {"video length", "duration"}, {"length", "duration"}, {"duración", "duration"},
    {"duração", "duration"}, {"hashtags", "hash_tags"}, {"tags", "hash_tags"},
});

}  // namespace

std::optional<std::size_t> find_usual_heading(std::string_view name, const field_set& taken) {
  std::string folded = folded_name(name);
  if (const auto bracket = folded.find_first_of("(["); bracket != folded.npos && bracket > 0)
    folded = std::string(without_outer_space(std::string_view(folded).substr(0, bracket)));
  const auto usual = std::ranges::find(headings, folded, &heading::name);
  if (usual == headings.end()) return std::nullopt;
  const auto field = videos::find_raw_name(usual->raw_name);
  return taken[*field] ? std::nullopt : field;
}

}  // namespace tidemark::source
