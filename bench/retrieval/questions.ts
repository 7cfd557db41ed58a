/**
 * Passages of an invented company's rules, and for each a question in other words than its own. Written for this bench: no public
 * set of Korean questions could be put here. A test set of this size tells large differences alone (a question is .025 in Korean).
 */
export interface AskedPassage {
  text: string;
  question: string;
}

export const KOREAN: readonly AskedPassage[] = [
  {
    text: '연차 휴가는 입사 첫해에 열한 날, 그다음 해부터 열다섯 날을 준다. 쓰지 않은 날은 이듬해 삼월 말까지 쓸 수 있다.',
    question: '연차를 다 못 쓰면 언제까지 써야 하나요?',
  },
  {
    text: '병가는 사흘을 넘기면 진단서를 낸다. 한 해에 예순 날까지 급여를 그대로 준다.',
    question: '아파서 쉴 때 진단서는 언제부터 필요해?',
  },
  {
    text: '출산 휴가는 구십 날이며, 쌍둥이를 낳으면 백이십 날이다.',
    question: '쌍둥이를 낳으면 휴가가 며칠이야?',
  },
  {
    text: '배우자가 아이를 낳은 직원에게는 열흘의 유급 휴가를 준다. 낳은 날부터 구십 날 안에 쓴다.',
    question: '아내가 출산하면 남편은 며칠 쉴 수 있나요?',
  },
  {
    text: '육아 휴직은 아이가 여덟 살이 되기 전까지 일 년을 쓸 수 있고 두 번으로 나눌 수 있다.',
    question: '육아 휴직을 나눠서 써도 되나요?',
  },
  {
    text: '출장비는 영수증을 낸 날부터 두 주 안에 급여 계좌로 지급한다.',
    question: '출장비는 언제 받을 수 있어요?',
  },
  {
    text: '국내 출장의 숙박비는 하룻밤에 십이만 원까지, 서울과 제주는 십오만 원까지 쓴다.',
    question: '제주 출장 숙소는 얼마짜리까지 괜찮아?',
  },
  {
    text: '해외 출장은 떠나기 두 주 전에 부서장의 승인을 받고 여행자 보험에 든다.',
    question: '외국으로 출장 갈 때 미리 해야 하는 일은?',
  },
  {
    text: '법인 카드로 개인 물건을 사면 그달 급여에서 빼고, 되풀이되면 카드를 거둔다.',
    question: '회사 카드로 내 물건을 사면 어떻게 되나요?',
  },
  {
    text: '재택 근무는 한 주에 이틀까지 할 수 있고 전날 오후 여섯 시까지 달력에 적는다.',
    question: '집에서 일하려면 언제까지 알려야 해?',
  },
  {
    text: '핵심 근무 시간은 오전 열한 시부터 오후 네 시까지다. 이 시간에는 회의에 나올 수 있어야 한다.',
    question: '꼭 자리에 있어야 하는 시간이 있나요?',
  },
  {
    text: '연장 근무는 한 주에 열두 시간을 넘지 못하며, 한 시간마다 통상 임금의 절반을 더 준다.',
    question: '야근하면 돈을 얼마나 더 주나요?',
  },
  {
    text: '회의실은 한 번에 두 시간까지 예약하며, 십오 분이 지나도 오지 않으면 예약이 사라진다.',
    question: '회의실 예약하고 늦게 가면 어떻게 돼?',
  },
  {
    text: '방문객은 일 층 안내대에서 신분증을 맡기고 출입증을 받는다. 직원이 함께 다녀야 한다.',
    question: '손님이 오면 어떻게 들어오나요?',
  },
  {
    text: '출입 카드를 잃어버리면 바로 보안팀에 알린다. 새 카드는 오천 원이다.',
    question: '카드키를 분실했을 때 비용은?',
  },
  {
    text: '비밀번호는 열두 글자 이상이어야 하고 두 단계 인증을 켜야 한다.',
    question: '암호는 몇 자 이상이어야 해?',
  },
  {
    text: '고객 정보는 개인 컴퓨터에 내려받지 못한다. 어기면 징계 위원회가 열린다.',
    question: '고객 데이터를 내 노트북에 저장해도 되나요?',
  },
  {
    text: '수상한 전자 우편을 받으면 열지 말고 단추 하나로 보안팀에 넘긴다.',
    question: '피싱 메일이 오면 어떻게 해?',
  },
  {
    text: '노트북은 삼 년마다 새것으로 바꾸며, 쓰던 것은 오만 원에 살 수 있다.',
    question: '쓰던 컴퓨터를 살 수 있어요?',
  },
  {
    text: '모니터는 한 사람에 두 대까지 신청할 수 있고 재택용은 한 대를 보내 준다.',
    question: '집에서 쓸 화면도 주나요?',
  },
  {
    text: '책을 사는 값은 한 달에 삼만 원까지 돌려주며 읽은 뒤 책꽂이에 꽂아 둔다.',
    question: '도서 구입비 지원은 얼마예요?',
  },
  {
    text: '학회나 강연에 가는 비용은 한 해에 백만 원까지 회사가 낸다. 다녀와서 발표를 한다.',
    question: '컨퍼런스 참가비를 지원해 주나요?',
  },
  {
    text: '점심값은 하루 만 원이며 급여와 함께 나온다. 쉬는 날에는 나오지 않는다.',
    question: '식대는 하루에 얼마야?',
  },
  { text: '생일인 직원은 오후 세 시에 퇴근하고 케이크 상품권을 받는다.', question: '생일에는 뭐가 있나요?' },
  {
    text: '결혼하는 직원에게는 닷새의 휴가와 축하금 오십만 원을 준다.',
    question: '결혼하면 회사에서 뭘 해 줘?',
  },
  {
    text: '부모나 배우자의 장례에는 닷새, 조부모의 장례에는 사흘을 쉰다.',
    question: '할머니가 돌아가시면 며칠 쉬나요?',
  },
  {
    text: '건강 검진은 한 해에 한 번 받으며, 검진을 받는 날은 일한 것으로 친다.',
    question: '검진받는 날은 휴가를 내야 해?',
  },
  { text: '독감 예방 주사는 시월에 회사에서 무료로 맞는다.', question: '독감 백신은 언제 맞을 수 있어?' },
  {
    text: '마음이 힘든 직원은 한 해에 여덟 번까지 상담을 받을 수 있고 회사는 누가 받는지 모른다.',
    question: '심리 상담 받으면 회사가 알게 되나요?',
  },
  {
    text: '체력 단련실은 아침 일곱 시에 열고 밤 열 시에 닫으며 처음 쓰기 전에 안내를 받는다.',
    question: '헬스장은 몇 시에 열어요?',
  },
  {
    text: '주차장은 차례를 뽑아 석 달마다 바꾸고, 전기 자동차에는 자리를 열 칸 남겨 둔다.',
    question: '전기차 주차 자리는 따로 있나요?',
  },
  {
    text: '자전거로 출근하면 지하 이 층 보관소를 쓰고 샤워실에서 씻을 수 있다.',
    question: '자전거 어디에 세워요?',
  },
  {
    text: '수습 기간은 석 달이며 급여는 구십 퍼센트를 준다. 끝나기 두 주 전에 평가를 한다.',
    question: '수습 때 월급은 얼마나 받나요?',
  },
  {
    text: '평가는 유월과 십이월에 하며 동료 세 사람의 의견을 함께 본다.',
    question: '인사 평가는 일 년에 몇 번 해요?',
  },
  {
    text: '급여는 매달 이십오 일에 나오고, 그날이 쉬는 날이면 앞당겨 나온다.',
    question: '월급날이 주말이면 언제 나와?',
  },
  {
    text: '퇴직하려면 한 달 전에 알리고, 쓰던 장비와 카드를 마지막 날에 돌려준다.',
    question: '그만두려면 얼마나 미리 말해야 해?',
  },
  {
    text: '퇴직금은 마지막 날부터 열나흘 안에 개인 연금 계좌로 넣는다.',
    question: '퇴직금은 언제 들어오나요?',
  },
  {
    text: '다른 일을 함께 하려면 미리 인사팀의 허락을 받아야 하며 경쟁 회사의 일은 하지 못한다.',
    question: '부업을 해도 되나요?',
  },
  {
    text: '괴롭힘을 당하거나 본 사람은 이름을 밝히지 않고도 신고할 수 있고, 신고한 일로 불이익을 주지 않는다.',
    question: '익명으로 괴롭힘을 신고할 수 있어?',
  },
  {
    text: '거래처에서 오만 원이 넘는 선물을 받으면 돌려보내고 윤리팀에 적어 낸다.',
    question: '거래처 선물을 받아도 되나요?',
  },
  {
    text: '불이 나면 승강기를 타지 말고 층계로 내려가 건너편 공원에 모인다.',
    question: '화재 때 어디로 모이나요?',
  },
  {
    text: '지진이 나면 책상 아래에 머물고 흔들림이 멎은 뒤 밖으로 나간다.',
    question: '땅이 흔들리면 어떻게 해야 해?',
  },
  {
    text: '쓰레기는 다섯 가지로 나누며 음식 찌꺼기는 휴게실의 통에만 버린다.',
    question: '남은 음식은 어디에 버려요?',
  },
  {
    text: '반려동물은 금요일에만 데려올 수 있고 목줄을 매야 한다.',
    question: '강아지를 회사에 데려와도 돼?',
  },
];

export const ENGLISH: readonly AskedPassage[] = [
  {
    text: 'Refunds are paid within fourteen days to the card that was used for the purchase.',
    question: 'How long does it take to get my money back?',
  },
  {
    text: 'Orders placed before two in the afternoon leave the warehouse on the same day.',
    question: 'When is a parcel sent if I order in the morning?',
  },
  {
    text: 'Shipping is free for orders above fifty euros; below that it costs four euros ninety.',
    question: 'What do I pay for delivery of a small order?',
  },
  {
    text: 'A product that is broken on arrival is replaced without being sent back.',
    question: 'Do I have to return an item that came damaged?',
  },
  { text: 'Gift cards never expire and cannot be exchanged for cash.', question: 'Can a gift card run out?' },
  {
    text: 'Accounts without any activity for three years are deleted after two warnings by mail.',
    question: 'What happens to an unused account?',
  },
  {
    text: 'Passwords are stored as salted hashes; nobody in the company can read them.',
    question: 'Can your staff see my password?',
  },
  {
    text: 'The support team answers between eight and six on working days, in English and German.',
    question: 'At what hours can I reach support?',
  },
  {
    text: 'Students get twenty percent off after they have sent a copy of their card.',
    question: 'Is there a discount for people at university?',
  },
  {
    text: 'Subscriptions renew every month and can be cancelled until the day before.',
    question: 'Until when can I stop my subscription?',
  },
  {
    text: 'Children under sixteen need the consent of a parent to open an account.',
    question: 'May a fourteen year old sign up alone?',
  },
  {
    text: 'Invoices are sent as PDF and kept in the account for ten years.',
    question: 'Where do I find old invoices?',
  },
  {
    text: 'The battery may be charged five hundred times before it holds less than eighty percent.',
    question: 'How often can it be charged before it gets weak?',
  },
  {
    text: 'The device survives half an hour in one metre of water, but not in salt water.',
    question: 'Can I take it swimming in the sea?',
  },
  {
    text: 'Keep the filter dry and replace it every six weeks.',
    question: 'How often does the filter need changing?',
  },
  {
    text: 'A red light that blinks twice means that the lid is open.',
    question: 'What does a double red blink tell me?',
  },
  {
    text: 'The warranty covers three years, or five if the device was registered within a month.',
    question: 'How do I get a longer warranty?',
  },
  {
    text: 'Spare parts are delivered for ten years after the last device was sold.',
    question: 'How long can I buy replacement parts?',
  },
  {
    text: 'The firmware updates itself at night while the device is plugged in.',
    question: 'Do I have to install updates by hand?',
  },
  {
    text: 'Noise is below thirty decibels in the quiet mode.',
    question: 'How loud is it when set to quiet?',
  },
];
